package dev.pennypost.mail.mime;

import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.jspecify.annotations.Nullable;

/// What the header of one part says about it (RFC 2045, 2183).
record PartHeader(List<ParsedHeader> fields) {

    @Nullable
    String disposition() {
        RawBody body = body("Content-Disposition");
        return body == null || body.getValue() == null || body.getValue().isBlank()
                ? null
                : body.getValue().strip().toLowerCase(Locale.ROOT);
    }

    /// The `filename` of the disposition, or the `name` of the type, where it stood before RFC 2183.
    @Nullable
    String filename() {
        String filename = parameter("Content-Disposition", "filename");
        return filename == null ? parameter("Content-Type", "name") : filename;
    }

    @Nullable
    String charset() {
        return parameter("Content-Type", "charset");
    }

    @Nullable
    String contentId() {
        String id = first("Content-ID");
        if (id == null) return null;
        return id.startsWith("<") && id.endsWith(">") && id.length() > 1 ? id.substring(1, id.length() - 1) : id;
    }

    private @Nullable String parameter(String field, String name) {
        RawBody body = body(field);
        if (body == null) return null;
        // RFC 2047 §5 forbids encoded words in parameters; many write them, where RFC 2231 has its own form.
        String extended = extended(body.getParams(), name);
        String value = extended == null ? plain(body.getParams(), name) : extended;
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable String plain(List<NameValuePair> parameters, String name) {
        for (NameValuePair pair : parameters) {
            if (name.equalsIgnoreCase(pair.getName()) && pair.getValue() != null)
                return HeaderReader.forPeople(pair.getValue());
        }
        return null;
    }

    private static @Nullable String extended(List<NameValuePair> parameters, String name) {
        var sections = new MimeParameterMapping();
        for (NameValuePair pair : parameters) {
            if (pair.getName() != null && pair.getName().indexOf('*') > 0 && pair.getValue() != null)
                sections.addParameter(pair.getName(), pair.getValue());
        }
        String value = sections.get(name);
        return value == null ? null : HeaderReader.withoutControls(value);
    }

    private @Nullable RawBody body(String name) {
        String raw = first(name);
        return raw == null ? null : RawFieldParser.DEFAULT.parseRawBody(new RawField(name, raw));
    }

    private @Nullable String first(String name) {
        for (ParsedHeader field : fields) {
            if (field.isNamed(name)) return field.raw();
        }
        return null;
    }
}
