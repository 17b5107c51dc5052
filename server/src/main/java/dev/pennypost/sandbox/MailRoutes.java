package dev.pennypost.sandbox;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// `/sandbox/mail`: what the exchanger caught, whichever team sent it.
final class MailRoutes {
    private final Mailroom mailroom;

    MailRoutes(Mailroom mailroom) {
        this.mailroom = mailroom;
    }

    void register(Router router) {
        router.get("/mail", FULL, this::list)
                .get("/mail/{id}", FULL, this::get)
                .get("/mail/{id}/raw", FULL, this::raw)
                .post("/mail/{id}/play", FULL, this::play)
                .delete("/mail", FULL, this::clear);
    }

    private Response list(Request request) {
        Optional<String> to = request.query("to");
        List<MailItemJson> found = mailroom.newestFirst()
                .filter(mail -> to.map(mail::isFor).orElse(true))
                .limit(limit(request))
                .map(MailItemJson::of)
                .toList();
        return Response.ok(new ListJson(found));
    }

    private Response get(Request request) {
        CaughtMail mail = mail(request);
        byte[] message = message(mail);
        ParsedMessage parsed = parsed(message);
        return Response.ok(MailJson.of(mail, parsed, mailroom.verdicts(mail, message, parsed)));
    }

    private Response raw(Request request) {
        return Response.bytes("message/rfc822", message(mail(request)));
    }

    private Response play(Request request) {
        CaughtMail mail = mail(request);
        String event = request.fields().requiredText("event");
        Played played =
                switch (event) {
                    case "bounced" -> mailroom.report(mail, Aftermath.BOUNCED_LATER);
                    case "complained" -> mailroom.report(mail, Aftermath.COMPLAINED_LATER);
                    case "opened" -> mailroom.open(mail);
                    case "clicked" -> mailroom.click(mail, request.fields().text("link").orElse(null));
                    default ->
                        throw refused("The `event` must be \"bounced\" | \"complained\" | \"opened\" | \"clicked\".");
                };
        return switch (played) {
            case DONE -> Response.ok(new PlayedJson("sandbox_mail", mail.id(), event));
            case NO_RETURN_PATH -> throw refused("The mail has no return path to report to.");
            case NOTHING_TRACKED -> throw refused("The mail carries nothing that counts this.");
            case NOT_REACHED -> throw refused("The server could not be reached; try again.");
        };
    }

    private static Refusal refused(String why) {
        return new Refusal(new HttpProblem.BadField("event", why));
    }

    private record PlayedJson(String object, UUID id, String event) {}

    private Response clear(Request request) {
        mailroom.clear();
        var deleted = new LinkedHashMap<String, Object>();
        deleted.put("object", "sandbox_mail");
        deleted.put("deleted", true);
        return Response.ok(deleted);
    }

    private CaughtMail mail(Request request) {
        return id(request.parameter("id")).flatMap(mailroom::find).orElseThrow(MailRoutes::notFound);
    }

    private byte[] message(CaughtMail mail) {
        return mailroom.message(mail.id()).orElseThrow(MailRoutes::notFound);
    }

    private static ParsedMessage parsed(byte[] message) {
        try {
            return ParsedMessage.parse(message);
        } catch (MessageTooComplex beyond) {
            throw new Refusal(new HttpProblem.BadField("id", "Only `/raw` shows this mail: " + beyond.getMessage()));
        }
    }

    private static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            // fromString also takes shortened groups, which no id of ours ever has
            return id.toString().equals(text.toLowerCase(Locale.ROOT)) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static long limit(Request request) {
        Optional<String> given = request.query("limit");
        if (given.isEmpty()) return Long.MAX_VALUE;
        try {
            int limit = Integer.parseInt(given.get());
            if (limit >= 1) return limit;
        } catch (NumberFormatException notANumber) {
            // told below, together with numbers out of range
        }
        throw new Refusal(new HttpProblem.BadField("limit", "The `limit` must be a number of 1 or more."));
    }

    private static Refusal notFound() {
        return new Refusal(new HttpProblem.NotFound("Mail"));
    }

    private record ListJson(List<MailItemJson> data) {}
}
