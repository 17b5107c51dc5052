package dev.pennypost.sandbox;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import java.util.function.Function;

/// `/sandbox`: the routes by which tests look into the outside world and change it.
final class SandboxDoor implements Dialect {
    private final MailRoutes mail;
    private final ZoneRoutes zones;
    private final Function<HttpProblem, Response> spelling;

    /// @param spelling how problems are told, as in the API that the sandbox accompanies
    SandboxDoor(MailRoutes mail, ZoneRoutes zones, Function<HttpProblem, Response> spelling) {
        this.mail = mail;
        this.zones = zones;
        this.spelling = spelling;
    }

    @Override
    public String mount() {
        return "/sandbox";
    }

    @Override
    public void register(Router router) {
        mail.register(router);
        zones.register(router);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return spelling.apply(problem);
    }
}
