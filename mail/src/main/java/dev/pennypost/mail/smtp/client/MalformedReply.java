package dev.pennypost.mail.smtp.client;

import java.io.IOException;

/// The server said something that is no SMTP reply, or more than anybody should have to read.
final class MalformedReply extends IOException {
    MalformedReply(String message) {
        super(message);
    }
}
