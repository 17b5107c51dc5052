package dev.pennypost.mail.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/// One walk through a message, gathering what [ParsedMessage] holds.
final class MessageReader {
    private final ReadLimits limits;
    private final MimeTokenStream stream;
    private final List<ParsedAttachment> attachments = new ArrayList<>();
    private @Nullable List<ParsedHeader> messageHeader;
    private List<ParsedHeader> header = new ArrayList<>();
    private @Nullable StringBuilder text;
    private @Nullable StringBuilder html;
    private int depth;
    private int parts;

    MessageReader(ReadLimits limits) {
        this.limits = limits;
        var config = MimeConfig.custom()
                .setStrictParsing(false)
                .setMaxLineLen(limits.lineOctets())
                .setMaxHeaderCount(limits.headers())
                .setMaxHeaderLen(limits.headerOctets())
                .setMaxContentLen(-1)
                .build();
        stream = new MimeTokenStream(config, DecodeMonitor.SILENT, null);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    }

    ParsedMessage read(byte[] message) {
        stream.parse(new ByteArrayInputStream(message));
        try {
            walk();
        } catch (MaxHeaderLimitException beyond) {
            throw new MessageTooComplex("more than " + limits.headers() + " header fields in one header");
        } catch (MaxHeaderLengthLimitException beyond) {
            throw new MessageTooComplex("a header field of more than " + limits.headerOctets() + " octets");
        } catch (MimeException | IOException malformed) {
            if (isLongLine(malformed))
                throw new MessageTooComplex("a line of more than " + limits.lineOctets() + " octets");
        }
        return gathered();
    }

    // mime4j wraps this one while it reads a header, and throws it as it is elsewhere.
    private static boolean isLongLine(Throwable thrown) {
        return thrown instanceof MaxLineLimitException || (thrown.getCause() != null && isLongLine(thrown.getCause()));
    }

    private void walk() throws MimeException, IOException {
        for (EntityState at = stream.getState(); at != EntityState.T_END_OF_STREAM; at = stream.next()) {
            switch (at) {
                case T_START_HEADER -> header = new ArrayList<>();
                case T_FIELD -> header.add(HeaderReader.read(stream.getField()));
                case T_END_HEADER -> endHeader();
                case T_START_MULTIPART -> enter();
                case T_END_MULTIPART -> depth--;
                case T_BODY -> body();
                default -> {}
            }
        }
    }

    private void endHeader() {
        if (messageHeader == null) messageHeader = header;
        if (++parts > limits.parts()) throw new MessageTooComplex("more than " + limits.parts() + " parts");
    }

    private void enter() {
        if (++depth > limits.depth())
            throw new MessageTooComplex("more than " + limits.depth() + " multiparts inside each other");
    }

    private void body() throws IOException {
        var part = new PartHeader(header);
        String type = stream.getBodyDescriptor().getMimeType();
        byte[] content = stream.getDecodedInputStream().readAllBytes();
        boolean isFile = "attachment".equals(part.disposition()) || part.filename() != null;
        if (type.equals("text/plain") && !isFile) text = appended(text, part, content);
        else if (type.equals("text/html") && !isFile) html = appended(html, part, content);
        else
            attachments.add(new ParsedAttachment(part.filename(), type, part.contentId(), part.disposition(), content));
    }

    private static StringBuilder appended(@Nullable StringBuilder before, PartHeader part, byte[] content) {
        String lines = Charsets.decode(content, part.charset()).replace("\r\n", "\n");
        if (before == null) return new StringBuilder(lines);
        if (!before.isEmpty() && before.charAt(before.length() - 1) != '\n') before.append('\n');
        return before.append(lines);
    }

    private ParsedMessage gathered() {
        return new ParsedMessage(
                messageHeader == null ? header : messageHeader,
                text == null ? null : text.toString(),
                html == null ? null : html.toString(),
                attachments);
    }
}
