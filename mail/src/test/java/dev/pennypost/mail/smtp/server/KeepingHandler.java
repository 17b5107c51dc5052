package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what it is given; knows no `unknown@`, and breaks at `broken@`.
final class KeepingHandler implements MailHandler {
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
