package dev.pennypost.mail.mime;

/// A message beyond one of the [ReadLimits], and which one.
public final class MessageTooComplex extends RuntimeException {
    MessageTooComplex(String limit) {
        super("the message has " + limit);
    }
}
