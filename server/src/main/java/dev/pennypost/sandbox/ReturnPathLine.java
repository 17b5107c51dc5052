package dev.pennypost.sandbox;

import dev.pennypost.config.HostPort;
import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The way from the sandbox's exchanger to the product's listener for bounces, as other servers find it by MX.
final class ReturnPathLine {
    private static final System.Logger LOG = System.getLogger(ReturnPathLine.class.getName());
    private static final Reply NOT_REACHED = Reply.of(451, "4.4.1 the return path cannot be reached");

    /// The product may still be writing down that the mail was taken.
    private static final int TRIES = 40;

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final InstantSource clock;
    private volatile @Nullable HostPort listener;

    ReturnPathLine(InstantSource clock) {
        this.clock = clock;
    }

    void leadTo(HostPort product) {
        listener = product;
    }

    /// Whether mail for these addresses goes there.
    boolean carries(List<String> recipients) {
        return listener != null
                && recipients.stream()
                        .allMatch(one -> one.toLowerCase(Locale.ROOT).startsWith("bounces+"));
    }

    /// Hands mail on while its sender waits, and returns what is said to it.
    Reply pass(Envelope envelope, byte[] message) {
        HostPort to = listener;
        if (to == null) return NOT_REACHED;
        var options = ClientOptions.named(OperatorHosts.EXCHANGER.ascii()).withTls(TlsMode.NONE);
        try (var session = SmtpSession.open(
                Target.of(InetAddress.ofLiteral(to.host()), to.port(), OperatorHosts.FEEDBACK.ascii()), options)) {
            Verdict verdict = session.deliver(envelope, message).verdicts().getFirst();
            session.quit();
            return switch (verdict) {
                case Verdict.Accepted(var reply) -> reply;
                case Verdict.Refused(var _, var reply) -> reply;
                case Verdict.Unanswered _ -> NOT_REACHED;
            };
        } catch (SessionFailed failed) {
            return NOT_REACHED;
        }
    }

    /// Reports what happened to mail that was taken, in the background; says whether there is a way to do so.
    boolean report(Aftermath what, Envelope mail, String recipient, byte[] header) {
        if (listener == null || mail.reversePath().isEmpty()) return false;
        byte[] report = what.report(mail, recipient, header, clock.instant());
        var envelope = new Envelope("", List.of(mail.reversePath()), Body.EIGHT_BIT_MIME, mail.smtpUtf8());
        Thread.ofVirtual().name("sandbox-report").start(() -> insist(envelope, report));
        return true;
    }

    private void insist(Envelope envelope, byte[] report) {
        Reply reply = pass(envelope, report);
        try {
            for (int tries = 1; reply.isTransient() && tries < TRIES; tries++) {
                Thread.sleep(PAUSE);
                reply = pass(envelope, report);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return;
        }
        if (reply.isPositive()) return;
        String refusal = reply.toString();
        LOG.log(System.Logger.Level.WARNING, () -> "a report was not taken: " + refusal);
    }
}
