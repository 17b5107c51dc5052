package dev.pennypost.delivery.replies;

import java.util.Locale;

/// What a refusal is about.
public enum ReplyCategory {
    RECIPIENT_INVALID(Concern.RECIPIENT, "There is no such mailbox, it moved away, or its address has a bad form."),
    INACTIVE(Concern.RECIPIENT, "The mailbox is disabled, closed or abandoned."),
    DOMAIN_INVALID(Concern.RECIPIENT, "The recipient's domain does not exist or takes no mail."),
    MAILBOX_FULL(Concern.RECIPIENT, "The recipient's mailbox is full."),
    MESSAGE_TOO_LARGE(Concern.MESSAGE, "The message is larger than the receiver takes."),
    ATTACHMENT_REFUSED(Concern.MESSAGE, "An attachment is of a kind the receiver does not take, or is infected."),
    SPAM_CONTENT(Concern.MESSAGE, "The receiver takes the message for spam, phishing or malformed."),
    AUTHENTICATION(
            Concern.SENDING_DOMAIN, "SPF, DKIM or DMARC of the sending domain did not pass. Opens a domain incident."),
    SENDER_REFUSED(Concern.SENDING_DOMAIN, "The receiver does not take mail from this sender address or its domain."),
    REVERSE_DNS(Concern.OPERATOR, "The reverse name of our address or the name we greet with is not right."),
    REPUTATION(Concern.OPERATOR, "Our address, or a name in the mail, is on a block list or has a bad reputation."),
    TLS_REQUIRED(Concern.OPERATOR, "The receiver takes mail over TLS only."),
    RATE(Concern.OPERATOR, "Too much at once: messages, connections, or mail for one recipient."),
    TOO_MANY_RECIPIENTS(Concern.OPERATOR, "Too many recipients in one transaction or session."),
    GREYLISTED(Concern.OPERATOR, "The receiver knows us not yet and asks us to come again in some minutes."),
    SERVER_TROUBLE(Concern.RECEIVER, "Something of the receiver's is out of order or overloaded."),
    RECIPIENT_POLICY(Concern.RECEIVER, "The recipient, or an administrator, takes mail only from some senders."),
    ROUTING(Concern.RECEIVER, "The server does not answer for the recipient's domain, or finds no way to it."),
    LOOP(Concern.RECEIVER, "The message goes round in circles at the receiver."),
    PROTOCOL(Concern.OPERATOR, "The server did not understand a command or does not do what was asked."),
    OTHER(Concern.NOBODY, "Refused, and nothing says why.");

    private final Concern concern;
    private final String meaning;

    ReplyCategory(Concern concern, String meaning) {
        this.concern = concern;
        this.meaning = meaning;
    }

    /// Who can do something about a refusal.
    public enum Concern {
        RECIPIENT,
        MESSAGE,
        /// The team that owns the domain the mail is from.
        SENDING_DOMAIN,
        /// Whoever runs this server.
        OPERATOR,
        RECEIVER,
        NOBODY
    }

    public Concern concern() {
        return concern;
    }

    /// One sentence for people.
    public String meaning() {
        return meaning;
    }

    /// Whether one final refusal is reason enough to send nothing more to the recipient.
    public boolean suppressesAtOnce() {
        return this == RECIPIENT_INVALID || this == INACTIVE || this == DOMAIN_INVALID;
    }

    /// The name in rule files, metrics and pages, such as `recipient-invalid`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
