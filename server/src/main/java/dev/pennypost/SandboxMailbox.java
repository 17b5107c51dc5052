package dev.pennypost;

import dev.pennypost.dashboard.mailbox.CaughtMailbox;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.sandbox.Aftermath;
import dev.pennypost.sandbox.CaughtMail;
import dev.pennypost.sandbox.Mailroom;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the sandbox caught, as the dashboard asks for it.
record SandboxMailbox(Mailroom mailroom) implements CaughtMailbox {
    @Override
    public Stream<Caught> newestFirst() {
        return mailroom.newestFirst().map(SandboxMailbox::caught);
    }

    @Override
    public Optional<Caught> find(UUID id) {
        return mailroom.find(id).map(SandboxMailbox::caught);
    }

    @Override
    public Optional<byte[]> message(UUID id) {
        return mailroom.message(id);
    }

    @Override
    public Optional<Verdicts> verdicts(UUID id, byte[] message, ParsedMessage parsed) {
        return mailroom.find(id)
                .map(mail -> mailroom.verdicts(mail, message, parsed))
                .map(one -> new Verdicts(one.spf(), one.dkim(), one.dmarc()));
    }

    @Override
    public Played play(UUID id, Act act, @Nullable String link) {
        return mailroom.find(id)
                .map(mail -> switch (act) {
                    case BOUNCE -> mailroom.report(mail, Aftermath.BOUNCED_LATER);
                    case COMPLAIN -> mailroom.report(mail, Aftermath.COMPLAINED_LATER);
                    case OPEN -> mailroom.open(mail);
                    case CLICK -> mailroom.click(mail, link);
                })
                .map(SandboxMailbox::played)
                .orElse(Played.GONE);
    }

    @Override
    public void clear() {
        mailroom.clear();
    }

    private static Played played(dev.pennypost.sandbox.Played played) {
        return switch (played) {
            case DONE -> Played.DONE;
            case NO_RETURN_PATH -> Played.NO_RETURN_PATH;
            case NOTHING_TRACKED -> Played.NOTHING_TRACKED;
            case NOT_REACHED -> Played.NOT_REACHED;
        };
    }

    private static Caught caught(CaughtMail mail) {
        return new Caught(
                mail.id(),
                mail.mailFrom(),
                mail.rcptTo(),
                mail.receivedAt(),
                mail.helo(),
                mail.clientIp(),
                mail.tls(),
                mail.size(),
                mail.subject());
    }
}
