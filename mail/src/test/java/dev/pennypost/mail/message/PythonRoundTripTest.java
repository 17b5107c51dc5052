package dev.pennypost.mail.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.mail.address.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks a reader we did not write whether our messages say what they were meant to say.
class PythonRoundTripTest {
    private static final int MESSAGES = 300;
    private static final Set<String> MAILBOX_FIELDS = Set.of("From", "To", "Cc", "Reply-To");

    // One line for each fact: file, what, base64 of the value.
    private static final String READER = """
            import base64, email, email.policy, os, sys
            from email.header import decode_header, make_header
            from email.utils import getaddresses

            def tell(name, what, value):
                octets = value if isinstance(value, bytes) else str(value).encode('utf-8', 'replace')
                print(name, what, base64.b64encode(octets).decode())

            for name in sorted(os.listdir(sys.argv[1])):
                octets = open(os.path.join(sys.argv[1], name), 'rb').read()
                if octets.isascii():
                    message = email.message_from_bytes(octets, policy=email.policy.default)
                else:
                    message = email.message_from_string(octets.decode('utf-8'), policy=email.policy.default)
                plain = email.message_from_string(octets.decode('utf-8'))
                for field in ('From', 'To', 'Cc', 'Reply-To'):
                    # Not `addresses`: it keeps the white space between the encoded words of a name (RFC 2047 §6.2).
                    for shown, address in getaddresses([plain[field]] if plain[field] else []):
                        tell(name, field, str(make_header(decode_header(shown))) + '|' + address)
                for field, value in message.items():
                    if field in ('Subject', 'Date', 'Message-ID') or field.startswith('X-Test-'):
                        tell(name, field, value)
                for part in message.walk():
                    for defect in part.defects:
                        tell(name, 'defect', repr(defect))
                    if part.is_multipart() and part.get_content_maintype() == 'multipart':
                        continue
                    if part['Content-Disposition'] is None:
                        tell(name, part.get_content_type(), part.get_content())
                    else:
                        tell(name, 'filename', part.get_filename())
                        tell(name, 'cid', part['Content-ID'])
                        tell(name, 'content', part.get_payload(decode=True))
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void pythonReadsEveryMessageAsItWasAskedFor() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        Path messages = Files.createDirectory(directory.resolve("messages"));
        var asked = new HashMap<String, OutgoingMessage>();
        for (long seed = 10_000; seed < 10_000 + MESSAGES; seed++) {
            OutgoingMessage message = new RandomMessages(seed).next();
            if (embedsAMessage(message)) continue;
            asked.put(Long.toString(seed), message);
            Files.write(messages.resolve(Long.toString(seed)), MessageComposer.compose(message));
        }
        Map<String, List<List<Object>>> read = read(messages);
        asked.forEach((seed, message) -> assertThat(read.get(seed))
                .as("message %s", seed)
                .containsExactlyInAnyOrderElementsOf(expected(message)));
    }

    // Python takes an embedded message apart instead of giving its octets.
    private static boolean embedsAMessage(OutgoingMessage message) {
        return ReadMessage.asked(message).files().stream()
                .anyMatch(file -> file.type().equals("message/rfc822"));
    }

    private static List<List<Object>> expected(OutgoingMessage asked) {
        var facts = new ArrayList<List<Object>>();
        facts.add(mailbox("From", asked.from()));
        asked.to().forEach(mailbox -> facts.add(mailbox("To", mailbox)));
        asked.cc().forEach(mailbox -> facts.add(mailbox("Cc", mailbox)));
        asked.replyTo().forEach(mailbox -> facts.add(mailbox("Reply-To", mailbox)));
        facts.add(List.of("Subject", asked.subject()));
        facts.add(List.of("Message-ID", asked.messageId()));
        asked.headers().forEach(header -> facts.add(List.of(header.name(), header.value())));
        body(facts, "text/plain", RoundTripTest.expectedText(asked));
        body(facts, "text/html", asked.html());
        for (Attachment file : asked.attachments()) {
            // Python takes the spaces off the ends of a quoted string.
            facts.add(List.of(
                    "filename", Objects.toString(file.filename(), "None").strip()));
            facts.add(List.of("cid", file.contentId() == null ? "None" : "<" + file.contentId() + ">"));
            facts.add(List.of("content", Arrays.hashCode(file.content())));
        }
        return facts;
    }

    private static void body(List<List<Object>> facts, String type, @Nullable String content) {
        String lines = RoundTripTest.lines(content);
        if (lines != null) facts.add(List.of(type, lines));
    }

    // Python shows a run of spaces in a name as one.
    private static List<Object> mailbox(String field, Mailbox mailbox) {
        return List.of(
                field,
                Objects.requireNonNullElse(mailbox.displayName(), "").replaceAll(" +", " ") + "|" + mailbox.address());
    }

    private Map<String, List<List<Object>>> read(Path messages) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("reader.py"), READER);
        Path output = directory.resolve("output");
        var python = new ProcessBuilder("python3", script.toString(), messages.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(python.waitFor()).as("exit of python3").isZero();
        var facts = new HashMap<String, List<List<Object>>>();
        for (String line : Files.readAllLines(output)) {
            String[] words = line.split(" ", 3);
            byte[] value = Base64.getDecoder().decode(words[2]);
            if (!words[1].equals("Date"))
                facts.computeIfAbsent(words[0], name -> new ArrayList<>()).add(fact(words[1], value));
        }
        return facts;
    }

    private static List<Object> fact(String what, byte[] value) {
        if (what.equals("content")) return List.of(what, Arrays.hashCode(value));
        String text = new String(value, UTF_8);
        if (what.equals("filename")) return List.of(what, text.strip());
        if (MAILBOX_FIELDS.contains(what)) return List.of(what, text.replaceAll(" +", " "));
        return List.of(what, what.startsWith("text/") ? Objects.requireNonNull(RoundTripTest.lines(text)) : text);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            var python = new ProcessBuilder(
                    "python3", "-c", "import email.policy, sys; sys.exit(sys.version_info < (3, 9))");
            return python.redirectErrorStream(true).start().waitFor(30, TimeUnit.SECONDS);
        } catch (IOException absent) {
            return false;
        }
    }
}
