package dev.pennypost.delivery;

import dev.pennypost.json.Json;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Step;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// How a conversation is stored: a list of what was said and what came back, with the time each took.
final class ConversationJson {
    private static final TypeReference<List<Trace.Line>> LINES = new TypeReference<>() {};

    private ConversationJson() {}

    static String write(List<Step> conversation) {
        return Json.write(conversation.stream().map(Line::of).toList());
    }

    static List<Trace.Line> read(@Nullable String json) {
        return json == null ? List.of() : Json.read(json, LINES);
    }

    private record Line(
            String phase, String command, @Nullable String reply, double ms) {
        static Line of(Step step) {
            return new Line(
                    step.phase().name().toLowerCase(Locale.ROOT),
                    printable(step.command()),
                    step.reply() == null ? null : text(step.reply()),
                    Math.round(step.took().toNanos() / 10_000.0) / 100.0);
        }

        private static String text(Reply reply) {
            return printable(reply.code() + " " + String.join("\n", reply.lines()));
        }

        /// PostgreSQL text holds every character but NUL, which a server may well send.
        private static String printable(String text) {
            return text.indexOf('\0') < 0 ? text : text.replace('\0', '?');
        }
    }
}
