package dev.pennypost.submission;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Origin;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.SendResult;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.server.Client;
import dev.pennypost.mail.smtp.server.MailHandler;
import dev.pennypost.mail.smtp.server.MailParameters;
import dev.pennypost.quotas.RateLimit;
import java.time.InstantSource;
import java.util.Optional;

/// Hands messages of clients that have logged in to [Emails]. The reverse path is not looked at: bounces go to
/// ours.
final class Intake implements MailHandler {
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0 ok");
    private static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5 ok");

    private final Emails emails;
    private final RateLimit rate;
    private final String hostName;
    private final InstantSource clock;

    Intake(Emails emails, RateLimit rate, String hostName, InstantSource clock) {
        this.emails = emails;
        this.rate = rate;
        this.hostName = hostName;
        this.clock = clock;
    }

    @Override
    public Reply mailFrom(Client client, String reversePath, MailParameters parameters) {
        Optional<Caller> caller = caller(client);
        if (caller.isEmpty()) return Replies.KEY_GONE;
        var verdict = rate.count(caller.get().team());
        return verdict.allowed() ? SENDER_OK : Replies.tooFast(verdict.limit());
    }

    @Override
    public Reply rcptTo(Client client, String reversePath, String forwardPath) {
        try {
            Address.parse(forwardPath);
            return RECIPIENT_OK;
        } catch (BadAddress unusable) {
            return Replies.BAD_RECIPIENT;
        }
    }

    @Override
    public Reply data(Client client, Envelope envelope, byte[] message) {
        Optional<Caller> caller = caller(client);
        if (caller.isEmpty()) return Replies.KEY_GONE;
        try {
            var received = new ReceivedField(hostName, client.protocol(envelope.smtpUtf8()), clock.instant());
            var submission = SubmissionReader.read(envelope, message, received);
            var origin = new Origin(client.address().getHostAddress(), null);
            return Acting.as(
                    caller.get().actor(origin), () -> answer(emails.submit(caller.get(), submission)));
        } catch (Unacceptable unacceptable) {
            return Replies.of(unacceptable.problem());
        }
    }

    private static Reply answer(SendResult result) {
        return switch (result) {
            case SendResult.Accepted(var id) -> Replies.accepted(id);
            case SendResult.Refused(var problem) -> Replies.of(problem);
        };
    }

    private static Optional<Caller> caller(Client client) {
        return client.login()
                .filter(KeyHolder.class::isInstance)
                .map(KeyHolder.class::cast)
                .flatMap(KeyHolder::caller);
    }
}
