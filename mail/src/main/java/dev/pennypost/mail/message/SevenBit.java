package dev.pennypost.mail.message;

import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.mime.Charsets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.jspecify.annotations.Nullable;

/// Converts a message that somebody else wrote into one of 7-bit octets, for servers without 8BITMIME or
/// SMTPUTF8 (RFC 6152 §3, RFC 6531 §3.5). What is 7-bit already stays octet by octet; bodies become
/// quoted-printable or base64, header text becomes encoded words, parameters take RFC 2231's form. Signatures
/// over the message have to be made afterwards (RFC 6376 §5.3).
public final class SevenBit {
    private static final int DEEPEST = 50;
    private static final Set<String> ADDRESS_FIELDS = Set.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "resent-bcc");
    /// Fields of a grammar without words, where RFC 2047 §5 lets no encoded word stand.
    private static final Set<String> WITHOUT_WORDS = Set.of(
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "received",
            "return-path",
            "resent-date",
            "resent-message-id",
            "mime-version",
            "content-id",
            "content-transfer-encoding",
            "dkim-signature",
            "authentication-results",
            "list-unsubscribe",
            "list-unsubscribe-post");
    private static final Set<String> WITH_PARAMETERS = Set.of("content-type", "content-disposition");
    private static final Set<String> IDENTITY = Set.of("", "7bit", "8bit", "binary");

    private final byte[] message;
    private final MessageBuffer out;

    private SevenBit(byte[] message) {
        this.message = message;
        this.out = new MessageBuffer(message.length + message.length / 2);
    }

    /// The message in 7-bit octets. Empty when there is no such form: an address of the author or the only one
    /// for answers is not ASCII, a field that takes no encoded words is not, an 8-bit part must stay as it was
    /// signed or encrypted (RFC 1847 §2), or the MIME structure is broken.
    ///
    /// @param message with CRLF line ends only
    public static Optional<byte[]> of(byte[] message) {
        if (isAscii(message, 0, message.length)) return Optional.of(message);
        try {
            var conversion = new SevenBit(message);
            conversion.entity(0, message.length, 0);
            return Optional.of(conversion.out.toBytes());
        } catch (NoSuchForm none) {
            return Optional.empty();
        }
    }

    private static final class NoSuchForm extends Exception {
        private static final long serialVersionUID = 1;
    }

    private record Field(String name, int start, int valueStart, int end) {}

    private void entity(int from, int to, int depth) throws NoSuchForm {
        if (depth > DEEPEST) throw new NoSuchForm();
        if (isAscii(message, from, to)) {
            out.lines(message, from, to);
            return;
        }
        List<Field> fields = fields(from, to);
        int headerEnd = fields.isEmpty() ? from : fields.getLast().end();
        int body = headerEnd + 2 <= to && message[headerEnd] == '\r' ? headerEnd + 2 : headerEnd;
        RawBody type = body(fields, "content-type");
        boolean bodyIsAscii = isAscii(message, body, to);
        for (Field field : fields) {
            if (bodyIsAscii || !field.name().equals("content-transfer-encoding")) field(field);
        }
        if (bodyIsAscii) {
            out.lines(message, headerEnd, to);
            return;
        }
        requireIdentity(fields);
        String name = type == null || type.getValue() == null
                ? "text/plain"
                : type.getValue().strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("multipart/")) multipart(name, parameter(type, "boundary"), body, to, depth);
        else if (name.equals("message/rfc822")) {
            endHeader(TransferEncoding.SEVEN_BIT);
            entity(body, to, depth + 1);
        } else if (name.startsWith("message/") && !name.startsWith("message/global")) throw new NoSuchForm();
        else leaf(fields, type == null, name.startsWith("text/"), body, to, depth);
    }

    /// Text in what reads best, anything else in base64.
    private void leaf(List<Field> fields, boolean untyped, boolean text, int body, int to, int depth) {
        byte[] octets = Arrays.copyOfRange(message, body, to);
        if (depth == 0 && fields.stream().noneMatch(field -> field.name().equals("mime-version")))
            out.ascii("MIME-Version: 1.0").crlf();
        if (untyped) // RFC 1428 §3: a charset that nobody named
        out.ascii("Content-Type: text/plain; charset=")
                    .ascii(Charsets.isUtf8(octets) ? "utf-8" : "unknown-8bit")
                    .crlf();
        TransferEncoding best = text ? TransferEncoding.ofText(octets) : TransferEncoding.BASE64;
        endHeader(best);
        if (text) best.writeText(out, octets);
        else TransferEncoding.writeBase64(out, octets);
        if (depth == 0 && out.column() > 0) out.crlf();
    }

    private void endHeader(TransferEncoding encoding) {
        out.ascii("Content-Transfer-Encoding: ").ascii(encoding.token()).crlf().crlf();
    }

    /// What stands before the first part and after the last is for nobody (RFC 2046 §5.1.1), and left out when
    /// it is not ASCII.
    private void multipart(String type, @Nullable String boundary, int body, int to, int depth) throws NoSuchForm {
        if (boundary == null || type.equals("multipart/signed") || type.equals("multipart/encrypted"))
            throw new NoSuchForm();
        endHeader(TransferEncoding.SEVEN_BIT);
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        int part = -1;
        boolean closed = false;
        for (int line = body; line < to && !closed; line = lineEnd(line, to)) {
            if (!isDelimiter(line, to, delimiter)) continue;
            if (part < 0) asciiOnly(body, line);
            else {
                entity(part, Math.max(part, line - 2), depth + 1);
                if (line - 2 >= part) out.crlf();
            }
            part = lineEnd(line, to);
            closed = startsWith(line + delimiter.length, to, "--");
            out.lines(message, line, part);
        }
        if (!closed) throw new NoSuchForm();
        asciiOnly(part, to);
    }

    private void asciiOnly(int from, int to) {
        if (isAscii(message, from, to)) out.lines(message, from, to);
    }

    /// Trailing white space is allowed for, anything else makes it another line.
    private boolean isDelimiter(int line, int to, byte[] delimiter) {
        int end = line + delimiter.length;
        if (end > to || !Arrays.equals(message, line, end, delimiter, 0, delimiter.length)) return false;
        if (startsWith(end, to, "--")) end += 2;
        while (end < to && (message[end] == ' ' || message[end] == '\t')) end++;
        return end == to || message[end] == '\r';
    }

    private boolean startsWith(int at, int to, String text) {
        for (int i = 0; i < text.length(); i++) if (at + i >= to || message[at + i] != text.charAt(i)) return false;
        return true;
    }

    private int lineEnd(int from, int to) {
        for (int i = from; i < to; i++) if (message[i] == '\n') return i + 1;
        return to;
    }

    private void requireIdentity(List<Field> fields) throws NoSuchForm {
        for (Field field : fields) {
            if (!field.name().equals("content-transfer-encoding")) continue;
            if (!IDENTITY.contains(text(field).strip().toLowerCase(Locale.ROOT))) throw new NoSuchForm();
        }
    }

    private void field(Field field) throws NoSuchForm {
        if (isAscii(message, field.start(), field.end())) {
            out.lines(message, field.start(), field.end());
            return;
        }
        String name = new String(message, field.start(), field.name().length(), StandardCharsets.US_ASCII);
        if (WITHOUT_WORDS.contains(field.name())) throw new NoSuchForm();
        if (ADDRESS_FIELDS.contains(field.name())) addresses(name, text(field));
        else if (WITH_PARAMETERS.contains(field.name())) parameters(name, text(field));
        else new HeaderWriter(out, true).unstructured(name, decoded(text(field)));
    }

    private void addresses(String name, String text) throws NoSuchForm {
        List<Mailbox> mailboxes;
        try {
            mailboxes = Mailbox.parseOnly(text.replace('\t', ' '));
        } catch (BadAddress unreadable) {
            throw new NoSuchForm();
        }
        if (!AsciiAddresses.mayStandIn(name, mailboxes)) throw new NoSuchForm();
        new HeaderWriter(out, true).mailboxes(name, mailboxes);
    }

    private void parameters(String name, String text) throws NoSuchForm {
        RawBody body = RawFieldParser.DEFAULT.parseRawBody(new RawField(name, text));
        if (body.getValue() == null || !body.getValue().chars().allMatch(c -> c > ' ' && c < 0x7f))
            throw new NoSuchForm();
        var parameters = new LinkedHashMap<String, String>();
        for (NameValuePair pair : body.getParams()) {
            if (pair.getName() == null || pair.getName().contains("*") || !Token.isToken(pair.getName()))
                throw new NoSuchForm();
            parameters.put(pair.getName(), pair.getValue() == null ? "" : decoded(pair.getValue()));
        }
        ContentField.write(out, name, body.getValue(), parameters);
    }

    private @Nullable RawBody body(List<Field> fields, String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) return RawFieldParser.DEFAULT.parseRawBody(new RawField(name, text(field)));
        }
        return null;
    }

    private static @Nullable String parameter(@Nullable RawBody body, String name) {
        if (body == null) return null;
        return body.getParams().stream()
                .filter(pair -> name.equalsIgnoreCase(pair.getName()))
                .map(NameValuePair::getValue)
                .findFirst()
                .orElse(null);
    }

    /// The value on one line.
    private String text(Field field) {
        byte[] octets = Arrays.copyOfRange(message, field.valueStart(), field.end());
        return Charsets.decode(octets, null).replace("\r\n", "").strip();
    }

    private static String decoded(String value) {
        if (!value.contains("=?")) return value;
        return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT, StandardCharsets.UTF_8)
                .replaceAll("[\\r\\n\\x00]", "\ufffd");
    }

    private List<Field> fields(int from, int to) throws NoSuchForm {
        var fields = new ArrayList<Field>();
        int at = from;
        while (at < to && message[at] != '\r') {
            int end = lineEnd(at, to);
            while (end < to && (message[end] == ' ' || message[end] == '\t')) end = lineEnd(end, to);
            int colon = at;
            while (colon < end && message[colon] != ':') colon++;
            String name = new String(message, at, colon - at, StandardCharsets.ISO_8859_1).stripTrailing();
            if (colon == end || !CustomHeader.isName(name)) throw new NoSuchForm();
            fields.add(new Field(name.toLowerCase(Locale.ROOT), at, colon + 1, end));
            at = end;
        }
        return fields;
    }

    private static boolean isAscii(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) if (octets[i] < 0) return false;
        return true;
    }
}
