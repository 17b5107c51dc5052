package dev.pennypost.api.http;

import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.teams.TeamId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Calls the handlers of routes as the HTTP door does, without a socket and with a caller that is taken for granted.
public final class InProcess {
    private final Router router;
    private final Function<HttpProblem, Response> spelling;
    private final TeamId team;

    public InProcess(Router router, Function<HttpProblem, Response> spelling, TeamId team) {
        this.router = router;
        this.spelling = spelling;
        this.team = team;
    }

    /// @param target a path, perhaps with a query of plain names and values
    /// @param body JSON; empty for none
    public Response call(String method, String target, String body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, List<String>> query = mark < 0 ? Map.of() : query(target.substring(mark + 1));
        try {
            return switch (router.match(method, path)) {
                case Router.Match.Found found ->
                    found.handler()
                            .handle(new Request(
                                    method,
                                    path,
                                    found.parameters(),
                                    query,
                                    _ -> Optional.empty(),
                                    body.getBytes(StandardCharsets.UTF_8),
                                    caller(),
                                    () -> "127.0.0.1"));
                case Router.Match.OtherMethod _ -> spelling.apply(new HttpProblem.MethodNotAllowed());
                case Router.Match.Nothing _ -> spelling.apply(new HttpProblem.NoSuchEndpoint());
            };
        } catch (Refusal refusal) {
            return spelling.apply(refusal.problem());
        }
    }

    /// The same without a body.
    public Response call(String method, String target) {
        return call(method, target, "");
    }

    private Caller caller() {
        return new Caller(team, new KeyId(new UUID(0, 1)), Permission.FULL_ACCESS, null);
    }

    private static Map<String, List<String>> query(String text) {
        var query = new HashMap<String, List<String>>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return query;
    }
}
