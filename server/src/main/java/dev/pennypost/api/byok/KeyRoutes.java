package dev.pennypost.api.byok;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.IsoTime;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.upstreams.UpstreamKey;
import dev.pennypost.upstreams.Upstreams;
import java.util.Collections;

/// `/key`: the upstream's API key. It goes in and never comes out.
final class KeyRoutes {
    private final Upstreams upstreams;

    KeyRoutes(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    void register(Router router) {
        router.put("/key", FULL, this::put)
                .confidential()
                .get("/key", FULL, this::get)
                .delete("/key", FULL, this::remove);
    }

    private Response put(Request request) {
        Fields fields = request.fields();
        var stored = upstreams.putKey(
                request.caller().team(),
                fields.requiredText("api_key"),
                fields.text("url").orElse(null));
        return ByokErrors.orRefused(stored, key -> Response.ok(KeyEnvelope.of(key)));
    }

    private Response get(Request request) {
        return upstreams
                .key(request.caller().team())
                .map(key -> Response.ok(KeyEnvelope.of(key)))
                .orElseGet(KeyRoutes::none);
    }

    private Response remove(Request request) {
        upstreams.removeKey(request.caller().team());
        return none();
    }

    private static Response none() {
        return Response.ok(Collections.singletonMap("key", null));
    }

    record KeyEnvelope(KeyJson key) {
        static KeyEnvelope of(UpstreamKey key) {
            return new KeyEnvelope(new KeyJson(key.url().toString(), IsoTime.millis(key.updatedAt())));
        }
    }

    record KeyJson(String url, String updatedAt) {}
}
