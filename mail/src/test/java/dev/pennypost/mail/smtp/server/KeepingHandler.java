package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what it is given; knows no `unknown@`, and breaks at `broken@`.
final class KeepingHandler implements MailHandler {
    /// Lets in `ada` with `secret`, breaks for `broken`, and has had enough of `mallory`.
    static final Authenticator LOGINS = (_, user, password) -> switch (user + " " + password) {
        case "broken secret" -> throw new IllegalStateException("broken on purpose");
        case "mallory a" -> new Authenticator.Answer.Refused(Reply.of(421, "4.7.0 enough"));
        case "ada secret" -> new Authenticator.Answer.Welcome(() -> "ada");
        default -> new Authenticator.Answer.Refused(Reply.of(535, "5.7.8 not you"));
    };

    record Kept(Client client, Envelope envelope, String message) {}

    private final List<Kept> kept = new CopyOnWriteArrayList<>();

    List<Kept> kept() {
        return kept;
    }

    @Override
    public Reply mailFrom(Client client, String reversePath, MailParameters parameters) {
        return reversePath.startsWith("refused@") ? Reply.of(550, "5.7.1 not you") : Reply.of(250, "2.1.0 ok");
    }

    @Override
    public Reply rcptTo(Client client, String reversePath, String forwardPath) {
        if (forwardPath.startsWith("broken@")) throw new IllegalStateException("broken on purpose");
        if (forwardPath.startsWith("unknown@")) return Reply.of(550, "5.1.1 no such user");
        return Reply.of(250, "2.1.5 ok");
    }

    @Override
    public Reply data(Client client, Envelope envelope, byte[] message) {
        kept.add(new Kept(client, envelope, new String(message, StandardCharsets.ISO_8859_1)));
        return Reply.of(250, "2.0.0 kept");
    }
}
