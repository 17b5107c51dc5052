package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.SessionFacts;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TransactionResult;
import dev.pennypost.mail.smtp.client.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes attempts: finds the way, signs, speaks SMTP and concludes. Touches no database.
public final class Attempts {
    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    private final DeliveryConfig config;
    private final Signers signers;
    private final TestAddresses tests;
    private final ClientOptions options;
    private final InstantSource clock;
    private final Routes routes;
    private final Judge judge;
    private final RefusalWatch watch;
    private final Semaphore connections;

    /// @param rules what refusals mean
    /// @param mayDial which addresses MX records may lead to
    public Attempts(
            DeliveryConfig config,
            ReplyRules rules,
            Resolver resolver,
            Predicate<InetAddress> mayDial,
            Signers signers,
            TestAddresses tests,
            ClientOptions options,
            MeterRegistry metrics,
            InstantSource clock,
            Random random) {
        this.config = config;
        this.signers = signers;
        this.tests = tests;
        this.options = options;
        this.clock = clock;
        this.routes = new Routes(config.transport(), resolver, mayDial, random);
        this.judge = new Judge(new RetrySchedule(Duration.ofHours(config.giveUpHours()), random), rules);
        this.watch = new RefusalWatch(metrics, clock);
        this.connections = new Semaphore(config.connections());
    }

    int connectionsPerSite() {
        return config.connectionsPerDestination();
    }

    SiteKey siteOf(Delivery delivery) {
        DomainName domain = delivery.recipient().domain();
        return new SiteKey(routes.destinationOf(domain), delivery.tls(), domain);
    }

    SiteConnection connectionTo(SiteKey site) {
        return new SiteConnection(site, routes, options, connections);
    }

    /// Makes one attempt. Never throws: what breaks is an outcome too.
    Settlement attempt(Queued queued, SiteConnection connection) {
        Instant started = clock.instant();
        Delivery delivery = queued.delivery();
        try {
            return transmit(queued, connection, started);
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.ERROR, () -> "delivery " + delivery.id() + " could not be attempted", broken);
            connection.drop();
            return settle(delivery, started, Wire.NONE, judge.ofOurFault(delivery, clock.instant()));
        }
    }

    private Settlement transmit(Queued queued, SiteConnection connection, Instant started) {
        Delivery delivery = queued.delivery();
        Optional<Reply> imagined = tests.reply(delivery);
        if (imagined.isPresent())
            return settle(delivery, started, Wire.NONE, judge.of(delivery, imagined.get(), clock.instant()));
        Optional<Signers.Signer> signer = signers.of(delivery.signedBy());
        if (signer.isEmpty())
            return settle(
                    delivery,
                    started,
                    Wire.NONE,
                    new Outcome.Bounced(BounceReason.REFUSED, "the sending domain was removed", null, null));
        byte[] signature = queued.letter().signature(message -> signer.get().sign(message, started));
        return switch (connection.session()) {
            case SiteConnection.Opened.Open(SmtpSession session) ->
                converse(queued, signature, connection, session, started);
            case SiteConnection.Opened.NoRoute(Route.Nowhere nowhere) ->
                settle(delivery, started, Wire.NONE, judge.of(delivery, nowhere, clock.instant()));
            case SiteConnection.Opened.Failed(Target target, var failure, List<Step> said) ->
                settle(
                        delivery,
                        started,
                        Wire.failed(target, said),
                        judge.of(delivery, target.host(), failure, clock.instant()));
        };
    }

    private Settlement converse(
            Queued queued, byte[] signature, SiteConnection connection, SmtpSession session, Instant started) {
        Letter.Message message = queued.letter().message();
        Delivery delivery = queued.delivery();
        var envelope = new Envelope(
                delivery.reversePath(),
                List.of(delivery.recipient().toString()),
                message.body(),
                message.needsSmtpUtf8());
        TransactionResult result = session.deliver(envelope, signature, message.content());
        Verdict verdict = result.verdicts().getFirst();
        if (wentStale(verdict, result)) {
            connection.drop();
            return transmit(queued, connection, started);
        }
        Wire wire = Wire.of(session.facts(), result);
        return settle(delivery, started, wire, judge.of(delivery, wire.host, verdict, clock.instant()));
    }

    /// Whether a kept session turned out to be gone: the server closed it while it was idle and cannot have the
    /// message, so this is no attempt yet.
    private static boolean wentStale(Verdict verdict, TransactionResult result) {
        return result.transactionsBefore() > 0
                && verdict instanceof Verdict.Unanswered(var _, boolean mayHaveBeenDelivered)
                && !mayHaveBeenDelivered;
    }

    private Settlement settle(Delivery delivery, Instant started, Wire wire, Outcome outcome) {
        watch.see(wire.host, outcome);
        return new Settlement(
                delivery,
                new Attempt(
                        delivery.attempts() + 1,
                        started,
                        Duration.between(started, clock.instant()),
                        wire.host,
                        wire.address,
                        wire.tls,
                        wire.said,
                        outcome));
    }

    /// Which server an attempt spoke to and what was said.
    private record Wire(
            @Nullable String host,
            @Nullable String address,
            @Nullable String tls,
            List<Step> said) {
        static final Wire NONE = new Wire(null, null, null, List.of());

        static Wire failed(Target target, List<Step> said) {
            return new Wire(target.host(), address(target), null, said);
        }

        /// The steps that opened the session belong to its first transaction.
        static Wire of(SessionFacts facts, TransactionResult result) {
            var said = new ArrayList<Step>();
            if (result.transactionsBefore() == 0) said.addAll(facts.steps());
            said.addAll(result.steps());
            return new Wire(
                    facts.target().host(),
                    address(facts.target()),
                    facts.tls().map(Wire::describe).orElse(null),
                    said);
        }

        private static String describe(TlsFacts tls) {
            return tls.protocol() + " " + tls.cipher();
        }

        private static String address(Target target) {
            return target.address().getAddress().getHostAddress() + ":"
                    + target.address().getPort();
        }
    }
}
