package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Reply;

/// A command line that breaks the grammar, with the reply that says so.
final class BadCommand extends Exception {
    private final transient Reply reply;

    BadCommand(int code, String text) {
        super(text);
        this.reply = Reply.of(code, text);
    }

    Reply reply() {
        return reply;
    }
}
