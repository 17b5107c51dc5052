package dev.pennypost.api.autosend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.emails.Placeholders;
import dev.pennypost.emails.SendEmail;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.CustomHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the bodies of `/mails/send` and `/mails/bulk`.
final class MailJson {
    private static final List<String> NOT_YET =
            List.of("templateId", "scheduledAt", "unsubscribeGroupId", "categories", "react");
    private static final List<String> NOT_YET_ON = List.of("test", "trackingClick", "trackingOpen");
    private static final int LONGEST_SUBJECT = 998; // RFC 5322 §2.1.1
    static final int MOST_RECIPIENTS = 100;

    private MailJson() {}

    /// @throws Refusal when a field is missing, malformed or not supported
    static SendEmail one(Fields fields) {
        if (fields.node("to") == null) throw new Refusal(new HttpProblem.MissingField("to"));
        return email(fields, fields, mailboxes(fields, "to"), data(fields));
    }

    /// An email for each recipient.
    ///
    /// @throws Refusal when a field is missing, malformed or not supported
    static List<SendEmail> many(Fields fields) {
        List<Fields> recipients = fields.objects("recipients");
        if (recipients.isEmpty()) throw new Refusal(new HttpProblem.MissingField("recipients"));
        if (recipients.size() > MOST_RECIPIENTS)
            throw bad("recipients", "must not be more than " + MOST_RECIPIENTS + " in one request");
        return recipients.stream()
                .map(recipient ->
                        email(fields, recipient, List.of(mailbox("recipients", recipient)), both(fields, recipient)))
                .toList();
    }

    private static SendEmail email(Fields fields, Fields recipient, List<Mailbox> to, Optional<Placeholders> data) {
        refuseWhatIsNotThere(fields);
        String subject = fields.requiredText("subject");
        if (subject.length() > LONGEST_SUBJECT)
            throw bad("subject", "must not be longer than " + LONGEST_SUBJECT + " characters");
        String html = fields.text("html").orElse(null);
        String text = fields.text("text").orElse(null);
        return new SendEmail(
                sender(fields),
                to,
                mailboxes(recipient, "cc"),
                mailboxes(recipient, "bcc"),
                mailboxes(fields, "replyTo"),
                data.map(places -> places.inText(subject)).orElse(subject),
                html == null ? null : data.map(places -> places.inHtml(html)).orElse(html),
                text == null ? null : data.map(places -> places.inText(text)).orElse(text),
                headers(fields),
                List.of(),
                fields.objects("attachments").stream().map(AttachmentJson::read).toList());
    }

    /// Sending at once what was to be sent tomorrow would be worse than an error.
    private static void refuseWhatIsNotThere(Fields fields) {
        for (String field : NOT_YET)
            if (fields.node(field) != null) throw bad(field, "is not supported by this version of Pennypost yet");
        for (String field : NOT_YET_ON)
            if (fields.flag(field).orElse(false)) throw bad(field, "is not supported by this version of Pennypost yet");
    }

    private static Mailbox sender(Fields fields) {
        return mailbox(
                "from", fields.object("from").orElseThrow(() -> new Refusal(new HttpProblem.MissingField("from"))));
    }

    /// One object or a list of them.
    private static List<Mailbox> mailboxes(Fields fields, String field) {
        JsonNode node = fields.node(field);
        if (node == null) return List.of();
        if (node.isObject()) return List.of(mailbox(field, Fields.of(node)));
        return fields.objects(field).stream().map(one -> mailbox(field, one)).toList();
    }

    private static Mailbox mailbox(String field, Fields fields) {
        String email = fields.text("email").orElseThrow(() -> bad(field, "must have an `email`"));
        try {
            return new Mailbox(fields.text("name").orElse(null), Address.parse(email.strip()));
        } catch (BadAddress malformed) {
            throw bad(field, "has an invalid email address or name");
        }
    }

    private static Optional<Placeholders> data(Fields fields) {
        var values = values(fields);
        return values == null ? Optional.empty() : Optional.of(new Placeholders(values));
    }

    /// What is said of one recipient goes before what is said of all.
    private static Optional<Placeholders> both(Fields all, Fields one) {
        var values = values(all);
        var own = values(one);
        if (values == null && own == null) return Optional.empty();
        var merged = new LinkedHashMap<String, String>();
        if (values != null) merged.putAll(values);
        if (own != null) merged.putAll(own);
        return Optional.of(new Placeholders(merged));
    }

    private static @Nullable Map<String, String> values(Fields fields) {
        var data = fields.object("dynamicData");
        if (data.isEmpty()) return null;
        var values = new LinkedHashMap<String, String>();
        for (String name : data.get().names()) {
            JsonNode value = data.get().node(name);
            if (value == null) continue;
            if (!value.isValueNode())
                throw bad("dynamicData", "must hold texts and numbers; `" + name + "` is neither");
            values.put(name, value.asString());
        }
        return values;
    }

    private static List<CustomHeader> headers(Fields fields) {
        var given = fields.object("headers");
        if (given.isEmpty()) return List.of();
        var headers = new ArrayList<CustomHeader>();
        for (String name : given.get().names()) {
            String value = given.get().text(name).orElse("");
            try {
                headers.add(new CustomHeader(name, value));
            } catch (IllegalArgumentException malformed) {
                throw bad("headers", "cannot have `" + name + "`: " + malformed.getMessage());
            }
        }
        return headers;
    }

    static Refusal bad(String field, String why) {
        return new Refusal(new HttpProblem.BadField(field, "`" + field + "` " + why + "."));
    }
}
