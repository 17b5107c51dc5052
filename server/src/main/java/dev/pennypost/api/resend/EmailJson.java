package dev.pennypost.api.resend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.emails.SendEmail;
import dev.pennypost.emails.TrackingWish;
import dev.pennypost.emails.schedule.ScheduleText;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.templates.RenderResult.Rendered;
import dev.pennypost.topics.TopicId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the body of `POST /emails` (contract §9.1).
final class EmailJson {
    private EmailJson() {}

    /// @throws Refusal when a field is missing or malformed
    ///
    /// @param now what times such as "in 5 minutes" count from
    static SendEmail read(Fields fields, Instant now, Templating templates) {
        Optional<Rendered> made = templates.of(fields);
        String from = notEmpty(fields, "from", made.map(Rendered::from));
        if (fields.node("to") == null) throw new Refusal(new HttpProblem.MissingField("to"));
        String subject = made.isEmpty()
                ? fields.requiredText("subject")
                : notEmpty(fields, "subject", made.map(Rendered::subject));
        var files = AttachmentJson.read(fields.objects("attachments"));
        return new SendEmail(
                mailbox("from", from),
                mailboxes(fields, "to"),
                mailboxes(fields, "cc"),
                mailboxes(fields, "bcc"),
                replyTo(fields, made),
                subject,
                made.map(Rendered::html).or(() -> fields.text("html")).orElse(null),
                made.map(Rendered::text).or(() -> fields.text("text")).orElse(null),
                headers(fields),
                tags(fields),
                files.given(),
                fields.text("scheduled_at")
                        .map(text -> time("scheduled_at", text, now))
                        .orElse(null),
                files.remote(),
                fields.text("topic_id").map(EmailJson::topic).orElse(null),
                made.map(Rendered::template).orElse(null),
                tracking(fields));
    }

    /// A time in ISO 8601 or in words.
    static Instant time(String field, String text, Instant now) {
        return ScheduleText.parse(text, now)
                .orElseThrow(() -> bad(
                        field,
                        "Invalid `" + field + "` field. Use ISO 8601, such as `2026-08-05T11:52:01.858Z`, or a phrase"
                                + " such as `in 1 hour` or `tomorrow at 9am`."));
    }

    /// Not of this API: a switch for a single email.
    private static TrackingWish tracking(Fields fields) {
        return fields.object("tracking")
                .map(wish -> new TrackingWish(
                        wish.flag("opens").orElse(null), wish.flag("clicks").orElse(null)))
                .orElse(TrackingWish.NONE);
    }

    private static TopicId topic(String text) {
        return ResendIds.parse(text).map(TopicId::new).orElseThrow(() -> ResendIds.malformed("topic_id"));
    }

    /// SDKs send an empty text where the template is to say it.
    private static String notEmpty(Fields fields, String field, Optional<String> ofTemplate) {
        return fields.text(field)
                .filter(text -> !text.isEmpty())
                .or(() -> ofTemplate)
                .orElseThrow(() -> new Refusal(new HttpProblem.MissingField(field)));
    }

    private static List<Mailbox> replyTo(Fields fields, Optional<Rendered> made) {
        List<Mailbox> given = mailboxes(fields, "reply_to");
        if (!given.isEmpty() || made.isEmpty()) return given;
        return made.get().replyTo().stream()
                .map(text -> mailbox("reply_to", text))
                .toList();
    }

    private static List<Mailbox> mailboxes(Fields fields, String field) {
        return fields.texts(field).stream().map(text -> mailbox(field, text)).toList();
    }

    private static Mailbox mailbox(String field, String text) {
        try {
            return Mailbox.parse(text);
        } catch (BadAddress malformed) {
            throw bad(
                    field,
                    "Invalid `" + field + "` field. The email address needs to follow the `email@example.com` or"
                            + " `Name <email@example.com>` format.");
        }
    }

    private static List<CustomHeader> headers(Fields fields) {
        Optional<Fields> given = fields.object("headers");
        if (given.isEmpty()) return List.of();
        var headers = new ArrayList<CustomHeader>();
        for (String name : given.get().names()) headers.add(header(name, given.get()));
        return headers;
    }

    private static CustomHeader header(String name, Fields headers) {
        JsonNode value = headers.node(name);
        if (value == null || !value.isValueNode())
            throw bad("headers", "Invalid `headers` field. The value of `" + name + "` must be a string.");
        try {
            return new CustomHeader(name, value.asString());
        } catch (IllegalArgumentException malformed) {
            throw bad("headers", "Invalid `headers` field. `" + name + "`: " + malformed.getMessage() + ".");
        }
    }

    private static List<SendEmail.Tag> tags(Fields fields) {
        return fields.objects("tags").stream()
                .map(tag -> new SendEmail.Tag(tag.requiredText("name"), tag.requiredText("value")))
                .toList();
    }

    static Refusal bad(String field, String message) {
        return new Refusal(new HttpProblem.BadField(field, message));
    }
}
