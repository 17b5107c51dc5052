package dev.pennypost.mail.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int MESSAGES = Integer.getInteger("pennypost.messages", 800);

    @Test
    void everyMessageComesBackAsItWasAskedFor() {
        seeds().forEach(seed -> {
            var asked = new RandomMessages(seed).next();
            var read = ParsedMessage.parse(MessageComposer.compose(asked));
            assertThat(read.header("Subject")).as("subject of %d", seed).hasValue(asked.subject());
            assertThat(read.header("Message-ID")).hasValue(asked.messageId());
            assertThat(read.mailboxes("From")).as("from of %d", seed).containsExactly(asked.from());
            assertThat(read.mailboxes("To")).as("to of %d", seed).isEqualTo(asked.to());
            assertThat(read.mailboxes("Cc")).as("cc of %d", seed).isEqualTo(asked.cc());
            assertThat(read.mailboxes("Reply-To")).as("reply-to of %d", seed).isEqualTo(asked.replyTo());
            asked.headers()
                    .forEach(header -> assertThat(read.header(header.name()))
                            .as("%s of %d", header.name(), seed)
                            .hasValue(header.value()));
            assertThat(lines(read.text())).as("text of %d", seed).isEqualTo(lines(expectedText(asked)));
            assertThat(lines(read.html())).as("html of %d", seed).isEqualTo(lines(asked.html()));
            assertThat(read.attachments().stream().map(RoundTripTest::shown))
                    .as("attachments of %d", seed)
                    .containsExactlyInAnyOrderElementsOf(asked.attachments().stream()
                            .map(RoundTripTest::shown)
                            .toList());
        });
    }

    @Test
    void everyLineIsSafeToSend() {
        seeds().forEach(seed -> {
            var asked = new RandomMessages(seed).next();
            byte[] message = MessageComposer.compose(asked);
            assertThat(faults(message, asked.needsSmtpUtf8()))
                    .as("message %d", seed)
                    .isEmpty();
        });
    }

    @Test
    void keepsLinesWithEncodedWordsShort() {
        seeds().forEach(seed -> {
            var asked = new RandomMessages(seed).next();
            header(MessageComposer.compose(asked)).forEach(line -> {
                assertThat(line).as("line of %d", seed).isNotBlank();
                if (line.contains("=?UTF-8?"))
                    assertThat(line.length())
                            .as("encoded line of %d: %s", seed, line)
                            .isLessThanOrEqualTo(76);
            });
        });
    }

    @Test
    void composesTheSameBytesEveryTime() {
        seeds().limit(200)
                .forEach(seed -> assertThat(MessageComposer.compose(new RandomMessages(seed).next()))
                        .isEqualTo(MessageComposer.compose(new RandomMessages(seed).next())));
    }

    /// As many as `pennypost.messages` says, else this many.
    static Stream<Long> seeds(int unlessTold) {
        return LongStream.range(0, Integer.getInteger("pennypost.messages", unlessTold))
                .boxed();
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, MESSAGES).boxed();
    }

    /// What the text part says: a message with nothing in it has an empty one.
    static @Nullable String expectedText(OutgoingMessage asked) {
        boolean empty = asked.text() == null
                && asked.html() == null
                && asked.attachments().isEmpty();
        return empty ? "" : asked.text();
    }

    /// A single part cannot say whether its last line was ended, so that is not compared.
    static @Nullable String lines(@Nullable String text) {
        if (text == null) return null;
        String lines = text.replace("\r\n", "\n");
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    private static List<String> faults(byte[] message, boolean mayHaveUtf8) {
        var faults = new ArrayList<String>();
        int lineStart = 0;
        for (int i = 0; i < message.length; i++) {
            if (message[i] < 0 && !mayHaveUtf8) faults.add("octet beyond ASCII at " + i);
            if (message[i] == '\r' && (i + 1 == message.length || message[i + 1] != '\n'))
                faults.add("bare CR at " + i);
            if (message[i] != '\n') continue;
            if (i == 0 || message[i - 1] != '\r') faults.add("bare LF at " + i);
            if (i - 1 - lineStart > 998) faults.add("long line at " + i);
            lineStart = i + 1;
        }
        if (lineStart != message.length) faults.add("no line break at the end");
        return faults;
    }

    private static List<String> header(byte[] message) {
        return new String(message, UTF_8).split("\r\n\r\n", 2)[0].lines().toList();
    }

    private static List<Object> shown(Attachment file) {
        return List.of(
                Objects.toString(file.filename()), Objects.toString(file.contentId()), Arrays.hashCode(file.content()));
    }

    private static List<Object> shown(ParsedAttachment file) {
        return List.of(
                Objects.toString(file.filename()), Objects.toString(file.contentId()), Arrays.hashCode(file.content()));
    }
}
