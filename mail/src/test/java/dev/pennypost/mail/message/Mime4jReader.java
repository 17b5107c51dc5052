package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.dns.DomainName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/// Reads messages with the object model of mime4j, its limits lifted. It takes embedded messages apart, so those are
/// not among the files.
final class Mime4jReader {
    private final List<Entity> leaves = new ArrayList<>();
    private final Message message;

    Mime4jReader(byte[] octets) throws IOException {
        var builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        message = builder.parseMessage(new ByteArrayInputStream(octets));
        collect(message);
    }

    ReadMessage read() throws IOException {
        var mailboxes = new TreeMap<String, List<String>>();
        mailboxes.put(
                "From", message.getFrom().stream().map(Mime4jReader::mailbox).toList());
        put(mailboxes, "To", message.getTo());
        put(mailboxes, "Cc", message.getCc());
        put(mailboxes, "Reply-To", message.getReplyTo());
        var headers = new TreeMap<String, String>();
        for (var field : message.getHeader().getFields())
            if (field.getName().startsWith("X-Test-")) headers.put(field.getName(), decoded(field.getBody()));
        return new ReadMessage(
                mailboxes,
                message.getSubject(),
                message.getMessageId(),
                message.getDate().toInstant(),
                headers,
                RoundTripTest.lines(body("text/plain")),
                RoundTripTest.lines(body("text/html")),
                files());
    }

    private void collect(Entity entity) {
        if (entity.getBody() instanceof Multipart multipart)
            multipart.getBodyParts().forEach(this::collect);
        else if (entity.getBody() instanceof SingleBody) leaves.add(entity);
    }

    private @Nullable String body(String type) throws IOException {
        for (Entity part : leaves)
            if (part.getDispositionType() == null && part.getMimeType().equals(type))
                return new String(content(part), Charset.forName(part.getCharset()));
        return null;
    }

    private List<ReadMessage.File> files() throws IOException {
        var files = new ArrayList<ReadMessage.File>();
        for (Entity part : leaves) {
            if (part.getDispositionType() == null) continue;
            var id = part.getHeader().getField("Content-ID");
            String bare = id == null ? null : id.getBody().replaceAll("[<>]", "");
            files.add(ReadMessage.File.of(part.getFilename(), bare, part.getMimeType(), content(part)));
        }
        return files;
    }

    private static byte[] content(Entity part) throws IOException {
        var out = new ByteArrayOutputStream();
        ((SingleBody) part.getBody()).writeTo(out);
        return out.toByteArray();
    }

    private static void put(Map<String, List<String>> all, String field, @Nullable AddressList addresses) {
        if (addresses == null) return;
        all.put(field, addresses.flatten().stream().map(Mime4jReader::mailbox).toList());
    }

    private static String mailbox(Mailbox read) {
        var address = new Address(read.getLocalPart(), DomainName.parse(read.getDomain()));
        return ReadMessage.mailbox(read.getName(), address.toString());
    }

    private static String decoded(String body) {
        return DecoderUtil.decodeEncodedWords(body.replace("\r\n", ""), DecodeMonitor.SILENT);
    }
}
