package dev.pennypost.mail.message;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads messages with Angus, the implementation of Jakarta Mail.
final class AngusReader {
    private static final Session SESSION = Session.getInstance(utf8Headers());

    private final List<MimePart> leaves = new ArrayList<>();
    private final MimeMessage message;

    AngusReader(byte[] octets) throws MessagingException, IOException {
        message = new MimeMessage(SESSION, new ByteArrayInputStream(octets));
        collect(message);
    }

    /// The parts that hold no others, in the order they stand.
    List<MimePart> leaves() {
        return leaves;
    }

    ReadMessage read() throws MessagingException, IOException {
        var mailboxes = new TreeMap<String, List<String>>();
        for (String field : ReadMessage.MAILBOX_FIELDS) {
            String value = message.getHeader(field, ",");
            if (value != null) mailboxes.put(field, mailboxes(value));
        }
        var headers = new TreeMap<String, String>();
        for (var header : Collections.list(message.getAllHeaders()))
            if (header.getName().startsWith("X-Test-")) headers.put(header.getName(), decoded(header.getValue()));
        return new ReadMessage(
                mailboxes,
                decoded(message.getHeader("Subject", null)),
                message.getMessageID(),
                message.getSentDate().toInstant(),
                headers,
                RoundTripTest.lines(body("text/plain")),
                RoundTripTest.lines(body("text/html")),
                files());
    }

    private void collect(MimePart part) throws MessagingException, IOException {
        if (!part.isMimeType("multipart/*") || part.getDisposition() != null) {
            leaves.add(part);
            return;
        }
        var source = new ByteArrayDataSource(part.getInputStream(), part.getContentType());
        Multipart multipart = new MimeMultipart(source);
        for (int i = 0; i < multipart.getCount(); i++) collect((MimeBodyPart) multipart.getBodyPart(i));
    }

    private @Nullable String body(String type) throws MessagingException, IOException {
        for (MimePart part : leaves) {
            if (part.getDisposition() != null || !part.isMimeType(type)) continue;
            String charset = new ContentType(part.getContentType()).getParameter("charset");
            return new String(part.getInputStream().readAllBytes(), Charset.forName(charset));
        }
        return null;
    }

    private List<ReadMessage.File> files() throws MessagingException, IOException {
        var files = new ArrayList<ReadMessage.File>();
        for (MimePart part : leaves) {
            if (part.getDisposition() == null) continue;
            String id = part.getContentID();
            files.add(ReadMessage.File.of(
                    part.getFileName(),
                    id == null ? null : id.substring(1, id.length() - 1),
                    new ContentType(part.getContentType()).getBaseType(),
                    part.getInputStream().readAllBytes()));
        }
        return files;
    }

    private static List<String> mailboxes(String value) throws MessagingException {
        return Arrays.stream(InternetAddress.parse(unfolded(value), true))
                .map(address -> ReadMessage.mailbox(address.getPersonal(), address.getAddress()))
                .toList();
    }

    private static String decoded(String value) throws IOException {
        return MimeUtility.decodeText(unfolded(value));
    }

    // RFC 5322 §2.2.3. Angus' own unfolding makes one space of many.
    private static String unfolded(String value) {
        return value.replace("\r\n", "");
    }

    private static Properties utf8Headers() {
        var properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", "true");
        return properties;
    }
}
