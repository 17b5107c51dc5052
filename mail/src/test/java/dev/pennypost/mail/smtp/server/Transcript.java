package dev.pennypost.mail.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Plays the client's lines of a transcript to a conversation and compares its replies with the server's lines,
/// in which `*` stands for anything. The greeting may be left out.
final class Transcript {
    private final ServerConversation conversation;
    private final Deque<String> said = new ArrayDeque<>();

    private Transcript(ServerConversation conversation) {
        this.conversation = conversation;
    }

    static void play(ServerConversation conversation, String transcript) {
        var player = new Transcript(conversation);
        List<String> message = new ArrayList<>();
        for (String line : transcript.lines().map(String::strip).toList()) {
            if (line.startsWith("C: ")) player.client(line.substring(3), message);
            else if (line.startsWith("S: ")) player.expect(line.substring(3));
            else assertThat(line).isEmpty();
        }
        assertThat(player.said).as("said and not expected").isEmpty();
    }

    private void client(String line, List<String> message) {
        assertThat(said).as("said and not expected before C: %s", line).isEmpty();
        if (conversation.next() != Next.MESSAGE) {
            says(conversation.line(line));
        } else if (line.equals(".")) {
            String text = String.join("\r\n", message) + "\r\n";
            message.clear();
            says(conversation.message(new Content.Message(text.getBytes(StandardCharsets.UTF_8))));
        } else {
            message.add(line);
        }
    }

    private void says(Reply reply) {
        said.addAll(reply.wire().lines().toList());
    }

    private void expect(String pattern) {
        if (said.isEmpty() && pattern.startsWith("220 ") && conversation.next() == Next.COMMAND)
            says(conversation.greeting());
        String regex = ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q");
        assertThat(said.poll()).as("reply to match %s", pattern).matches(Pattern.compile(regex));
    }
}
