package dev.pennypost.requestlog;

import dev.pennypost.json.Json;
import dev.pennypost.secrets.KnownSecrets;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Copies JSON without its secrets, without what attachments hold, and not at any length. One pass over the tokens:
/// what is left out is skipped and never becomes a string, and what follows the longest body is not even read.
final class Redaction {
    /// How much of JSON is copied.
    enum Extent {
        USUAL(4_000, 16_000),
        /// Enough to recognise a request.
        SHORT(200, 2_000);

        /// Characters of one text.
        final int text;

        /// Characters of one body, above which nothing more is begun.
        final int body;

        Extent(int text, int body) {
            this.text = text;
            this.body = body;
        }
    }

    private static final String REDACTED = KnownSecrets.HIDDEN;
    private static final String CUT = "[cut]";
    private final JsonParser in;
    private final JsonGenerator out;
    private final Extent extent;
    private int written;
    private int attachments;
    private boolean full;

    private Redaction(JsonParser in, JsonGenerator out, Extent extent) {
        this.in = in;
        this.out = out;
        this.extent = extent;
    }

    /// The copy; null when there is nothing, or it is not JSON.
    static @Nullable String of(byte[] json, Extent extent) {
        if (json.length == 0) return null;
        var text = new StringWriter(Math.min(json.length, extent.body));
        try (JsonParser in = Json.MAPPER.createParser(json);
                JsonGenerator out = Json.MAPPER.createGenerator(text)) {
            if (in.nextToken() == null) return null;
            var redaction = new Redaction(in, out, extent);
            redaction.value();
            if (!redaction.full && in.nextToken() != null) return null;
        } catch (JacksonException notJson) {
            return null;
        }
        return text.toString();
    }

    /// A text that is no JSON, such as a header's value.
    static String ofText(String text) {
        return KnownSecrets.hidden(text.replaceAll("\\p{Cntrl}", " "));
    }

    private void value() {
        switch (in.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text(in.getString());
            default -> {
                out.copyCurrentEvent(in);
                written += in.getStringLength();
            }
        }
    }

    private void object() {
        out.writeStartObject();
        while (!full && in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            full = isFull();
            if (!full) property(name);
        }
        if (full) out.writeStringProperty("…", CUT);
        out.writeEndObject();
    }

    private void property(String name) {
        out.writeName(shortened(name, extent.text));
        written += name.length();
        if (KnownSecrets.isNameOfOne(name)) leaveOut(REDACTED);
        else if (attachments > 0 && name.equals("content")) leaveOut(CUT);
        else if (attachments > 0 && name.equals("path") && in.currentToken() == JsonToken.VALUE_STRING)
            text(withoutQuery(in.getString()));
        else if (name.equals("attachments")) {
            attachments++;
            value();
            attachments--;
        } else value();
    }

    private void array() {
        out.writeStartArray();
        while (!full && in.nextToken() != JsonToken.END_ARRAY) {
            full = isFull();
            if (!full) value();
        }
        if (full) out.writeString(CUT);
        out.writeEndArray();
    }

    /// Whether there is one is no secret.
    private void leaveOut(String mark) {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            out.writeNull();
            return;
        }
        in.skipChildren();
        out.writeString(mark);
    }

    private void text(String text) {
        String safe = shortened(text, extent.text);
        out.writeString(safe);
        written += safe.length();
    }

    private boolean isFull() {
        return written > extent.body;
    }

    /// What gives access to a file stands in the query of its address.
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query + 1) + REDACTED;
    }

    private static String shortened(String text, int longest) {
        if (text.length() <= longest) return KnownSecrets.hidden(text);
        // A secret that begins before the cut is found whole: none is longer than this.
        int looked = Math.min(text.length(), longest + 200);
        String safe = KnownSecrets.hidden(text.substring(0, looked));
        int end = Math.min(safe.length(), longest);
        if (Character.isHighSurrogate(safe.charAt(end - 1))) end--;
        return safe.substring(0, end) + "… " + CUT;
    }
}
