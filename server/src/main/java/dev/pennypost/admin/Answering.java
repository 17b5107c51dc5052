package dev.pennypost.admin;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.json.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// How the operators' listener answers in JSON. Browsers are turned away: a page that somebody visits could
/// otherwise reach it.
final class Answering {
    private static final System.Logger LOG = System.getLogger(Answering.class.getName());

    private Answering() {}

    /// Answers what is asked without changing anything.
    @FunctionalInterface
    interface Reading {
        Object answer(ServerRequest request);
    }

    /// Does what is asked.
    @FunctionalInterface
    interface Change {
        Object answer(ServerRequest request, ObjectNode body);
    }

    static Handler read(Reading reading) {
        return (request, response) -> answer(request, response, () -> reading.answer(request));
    }

    static Handler change(Change change) {
        return (request, response) -> answer(request, response, () -> {
            ObjectNode body = body(request);
            Object answer = Acting.as(operator(request), () -> change.answer(request, body));
            LOG.log(System.Logger.Level.INFO, () -> request.path().path() + " " + body + ": " + Json.write(answer));
            return answer;
        });
    }

    private static Actor operator(ServerRequest request) {
        String address = request.remotePeer().address() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : null;
        String agent = request.headers().first(HeaderNames.USER_AGENT).orElse(null);
        return new Actor.Operator("operators' listener", new Origin(address, agent));
    }

    private static void answer(ServerRequest request, ServerResponse response, Supplier<Object> answer) {
        try {
            if (request.headers().contains(HeaderNames.ORIGIN))
                throw new Unusable(403, "requests of browsers (with an Origin) are refused here");
            send(response, 200, answer.get());
        } catch (Unusable wrong) {
            send(response, wrong.status(), Map.of("status", "refused", "message", String.valueOf(wrong.getMessage())));
        }
    }

    private static void send(ServerResponse response, int status, Object body) {
        response.status(Status.create(status))
                .header(HeaderNames.CONTENT_TYPE, AdminDoor.JSON)
                .send(Json.bytes(body));
    }

    private static ObjectNode body(ServerRequest request) {
        boolean json = request.headers()
                .contentType()
                .filter(type -> type.mediaType().text().equals("application/json"))
                .isPresent();
        if (!json) throw new Unusable(415, "the content type must be application/json");
        try {
            if (Json.MAPPER.readTree(request.content().as(String.class)) instanceof ObjectNode object) return object;
        } catch (JacksonException broken) {
            throw new Unusable(400, "the body is not JSON: " + broken.getOriginalMessage());
        }
        throw new Unusable(400, "the body must be a JSON object");
    }
}
