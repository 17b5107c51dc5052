package dev.pennypost.delivery;

import dev.pennypost.config.CannotStart;
import dev.pennypost.delivery.replies.ReplyCategory;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.replies.SiteAdvice;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.traffic.Permission;
import dev.pennypost.delivery.traffic.Throttle;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.Way;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.EnhancedCode;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Extensions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.mail.smtp.client.SessionFacts;
import dev.pennypost.mail.smtp.client.SmtpLogin;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes attempts: finds the way, signs, speaks SMTP and concludes. Touches no database.
public final class Attempts {
    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());
    /// The site of recipients for whom no server is connected to.
    private static final String IMAGINED = "test addresses";
    /// An email may wait 30 days for its time and some more for its delivery, and is asked about for a while after.
    private static final int SHORTEST_KEPT = 40;

    /// RFC 5321 §4.5.3.1.10: too many recipients, whatever class the code says.
    private static final EnhancedCode TOO_MANY_4 = new EnhancedCode(4, 5, 3);

    private static final EnhancedCode TOO_MANY_5 = new EnhancedCode(5, 5, 3);

    /// Where mail servers listen for each other (RFC 5321 §4.5.4.2).
    public static final int SMTP_PORT = 25;

    private final DeliveryConfig config;
    private final Traffic traffic;
    private final Signers signers;
    private final TestAddresses tests;
    private final ClientOptions options;
    private final SessionOpener opener;
    private final InstantSource clock;
    private final Random random;
    private final Routes routes;
    private final Judge judge;
    private final RefusalWatch watch;
    private final Map<String, SmtpLogin> logins;
    private final Semaphore connections;

    /// @param rules what refusals mean
    /// @param mayDial which addresses MX records may lead to
    /// @param smtpPort where the servers that MX records name are connected to
    public Attempts(
            DeliveryConfig config,
            ReplyRules rules,
            Traffic traffic,
            Resolver resolver,
            Predicate<InetAddress> mayDial,
            Signers signers,
            TestAddresses tests,
            ClientOptions options,
            SessionOpener opener,
            MeterRegistry metrics,
            InstantSource clock,
            Random random,
            int smtpPort) {
        this.config = config;
        this.traffic = traffic;
        this.signers = signers;
        this.tests = tests;
        this.options = options;
        this.opener = opener;
        this.clock = clock;
        this.random = random;
        var own = new OwnHosts(Set.of(options.ehloName().toLowerCase(Locale.ROOT)), Set.copyOf(traffic.ownAddresses()));
        this.routes = new Routes(
                config.transport(),
                resolver,
                mayDial,
                own,
                config.ipv6(),
                traffic::site,
                traffic::site,
                clock,
                smtpPort);
        this.judge = new Judge(new RetrySchedule(Duration.ofHours(config.giveUpHours()), random), rules);
        this.watch = new RefusalWatch(metrics, clock);
        this.logins = logins(config);
        this.connections = new Semaphore(config.connections());
    }

    private static Map<String, SmtpLogin> logins(DeliveryConfig config) {
        var logins = new HashMap<String, SmtpLogin>();
        config.transportLogins().forEach((server, secret) -> {
            String login = secret.reveal();
            int space = login.indexOf(' ');
            if (space < 1)
                throw new CannotStart("delivery.transport-logins: the login for " + server + " is not `user password`");
            logins.put(server, new SmtpLogin(login.substring(0, space), login.substring(space + 1)));
        });
        return logins;
    }

    /// For how many days attempts are kept after their email was accepted.
    int keepDays() {
        return Math.max(config.keepAttemptsDays(), SHORTEST_KEPT);
    }

    int connectionsPerSite() {
        return config.connectionsPerDestination();
    }

    /// The site of a delivery, as far as nobody has to be asked; null when DNS has to be.
    @Nullable
    SiteKey knownSite(Delivery delivery) {
        if (tests.reply(delivery).isPresent()) return key(delivery, IMAGINED, IMAGINED);
        Destination known = routes.known(delivery.recipient().domain());
        return known == null || known.route() instanceof Route.Nowhere ? null : key(delivery, known);
    }

    /// The site of a delivery, or what becomes of it without one. Asks DNS when need be.
    Located locate(Queued queued) {
        Delivery delivery = queued.delivery();
        Destination found = routes.to(delivery.recipient().domain());
        if (found.route() instanceof Route.Nowhere nowhere)
            return new Located.Lost(
                    settle(delivery, clock.instant(), Wire.NONE, judge.of(delivery, nowhere, clock.instant())));
        return new Located.At(key(delivery, found));
    }

    /// Where a delivery goes.
    sealed interface Located {
        record At(SiteKey site) implements Located {}

        record Lost(Settlement settlement) implements Located {}
    }

    private SiteKey key(Delivery delivery, Destination destination) {
        return key(delivery, destination.name(), destination.site());
    }

    private SiteKey key(Delivery delivery, String destination, String site) {
        String pool = traffic.poolOf(delivery::returnDomain);
        return new SiteKey(
                destination, delivery.tls(), pool, site, delivery.recipient().domain());
    }

    SiteConnection connectionTo(SiteKey site) {
        return new SiteConnection(site, routes, traffic, opener, options, logins, connections, clock, random);
    }

    /// Makes one attempt for a message to all of its recipients that are at hand. Never throws: what breaks is an
    /// outcome
    /// too.
    Attempted attempt(List<Queued> alike, SiteConnection connection) {
        Instant started = clock.instant();
        try {
            return transmit(alike, connection, started);
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "delivery " + alike.getFirst().delivery().id() + " could not be attempted",
                    broken);
            connection.drop();
            return all(alike, started, Wire.NONE, delivery -> judge.ofOurFault(delivery, clock.instant()));
        }
    }

    /// What becomes of a delivery whose site is not to be asked before a time.
    Outcome notBefore(Delivery delivery, Instant time, WaitReason why) {
        return judge.notBefore(delivery, time, why);
    }

    /// Settles a delivery that was given up without another attempt.
    Settlement unattempted(Delivery delivery, Outcome outcome) {
        return settle(delivery, clock.instant(), Wire.NONE, outcome);
    }

    /// Recipients whose addresses need SMTPUTF8 go by themselves: not every server takes them, and the others'
    /// transaction need not ask for it.
    private Attempted transmit(List<Queued> everybody, SiteConnection connection, Instant started) {
        boolean utf8 = needsSmtpUtf8(everybody.getFirst());
        var those = Parts.of(everybody, one -> needsSmtpUtf8(one) == utf8);
        return transmitAlike(those.now(), connection, started).and(those.later());
    }

    private static boolean needsSmtpUtf8(Queued one) {
        return one.delivery().recipient().needsSmtpUtf8();
    }

    private static Optional<Failure> lacking(Queued one, Extensions offered) {
        Optional<Failure> address = offered.lacking(needsSmtpUtf8(one), Body.SEVEN_BIT);
        return address.isPresent() ? address : one.letter().lacking(offered);
    }

    private Attempted transmitAlike(List<Queued> alike, SiteConnection connection, Instant started) {
        Queued first = alike.getFirst();
        if (tests.reply(first.delivery()).isPresent())
            return all(alike, started, Wire.NONE, delivery -> imagined(delivery, clock.instant()));
        Optional<Signers.Signer> signer = signers.of(first.delivery().signedBy());
        if (signer.isEmpty())
            return all(
                    alike,
                    started,
                    Wire.NONE,
                    _ -> new Outcome.Bounced(BounceReason.REFUSED, "the sending domain was removed", null, null));
        DomainName domain = first.delivery().recipient().domain();
        return switch (connection.session(first.delivery()::returnDomain, domain, offered -> lacking(first, offered))) {
            case SiteConnection.Opened.Open(SmtpSession session) -> {
                Letter.Copy copy =
                        first.letter().copyFor(session.facts().extensions()).orElseThrow();
                byte[] signature = copy.signature(message -> signer.get().sign(message, started));
                var parts = Parts.of(
                        alike,
                        one -> connection.serves(one.delivery().recipient().domain()));
                yield converse(parts.now(), copy.message(), signature, connection, session, started)
                        .and(parts.later());
            }
            case SiteConnection.Opened.NotNow(Permission missing) -> new Attempted.NotNow(missing);
            case SiteConnection.Opened.NoRoute(Route.Nowhere nowhere) ->
                all(alike, started, Wire.NONE, delivery -> judge.of(delivery, nowhere, clock.instant()));
            case SiteConnection.Opened.Failed(Target target, var failure, List<Step> said, String tlsPolicy) -> {
                learn(connection, failure);
                Wire wire = Wire.failed(connection, target, tlsPolicy, said);
                boolean concernsAll = failure.phase() != Phase.TLS;
                var parts = Parts.of(alike, one -> concernsAll || isFor(domain, one));
                Attempted.Settled attempted = all(
                        parts.now(),
                        started,
                        wire,
                        delivery -> judge.of(delivery, target.host(), failure, clock.instant()));
                learn(connection, attempted.settlements().getFirst().outcome());
                connection.drop();
                yield attempted.and(parts.later());
            }
            case SiteConnection.Opened.Barred(Target target, var bar, List<Step> said, String tlsPolicy) -> {
                Wire wire = Wire.failed(connection, target, tlsPolicy, said);
                connection.drop();
                var parts = Parts.of(alike, one -> isFor(domain, one));
                yield all(parts.now(), started, wire, delivery -> judge.of(delivery, bar, clock.instant()))
                        .and(parts.later());
            }
        };
    }

    /// Deliveries of a message of which a policy of their domains lets some go together now.
    private record Parts(List<Queued> now, List<Queued> later) {
        static Parts of(List<Queued> alike, Predicate<Queued> together) {
            return new Parts(
                    alike.stream().filter(together).toList(),
                    alike.stream().filter(together.negate()).toList());
        }
    }

    private static boolean isFor(DomainName domain, Queued one) {
        return one.delivery().recipient().domain().equals(domain);
    }

    private Outcome imagined(Delivery delivery, Instant now) {
        return judge.of(delivery, tests.reply(delivery).orElseThrow(), now);
    }

    private Attempted converse(
            List<Queued> alike,
            Letter.Message message,
            byte[] signature,
            SiteConnection connection,
            SmtpSession session,
            Instant started) {
        Queued first = alike.getFirst();
        var envelope = new Envelope(
                first.delivery().reversePath(),
                alike.stream().map(one -> one.delivery().recipient().toString()).toList(),
                message.body(),
                message.needsSmtpUtf8());
        TransactionResult result = session.deliver(envelope, signature, message.content());
        if (wentStale(result) || tookLeave(result, connection, session.facts())) {
            connection.drop();
            return transmit(alike, connection, started);
        }
        Wire wire = Wire.of(connection, session.facts(), result);
        var settlements = new ArrayList<Settlement>(alike.size());
        var again = new ArrayList<Queued>();
        var toAll = new HashSet<Verdict>();
        for (int i = 0; i < alike.size(); i++) {
            Delivery delivery = alike.get(i).delivery();
            Verdict verdict = result.verdicts().get(i);
            boolean isNews = isOfOne(verdict) || toAll.add(verdict);
            if (isNews && verdict instanceof Verdict.Unanswered(Failure failure, boolean _)) learn(connection, failure);
            if (isOneTooMany(verdict, result, wire.host)) {
                again.add(alike.get(i));
                continue;
            }
            Outcome outcome = judge.of(delivery, wire.host, verdict, clock.instant());
            if (isNews) learn(connection, outcome);
            settlements.add(settle(delivery, started, wire, outcome));
        }
        return new Attempted.Settled(settlements, again);
    }

    private Attempted.Settled all(List<Queued> alike, Instant started, Wire wire, Function<Delivery, Outcome> outcome) {
        return new Attempted.Settled(
                alike.stream()
                        .map(Queued::delivery)
                        .map(delivery -> settle(delivery, started, wire, outcome.apply(delivery)))
                        .toList(),
                List.of());
    }

    /// Whether a kept session turned out to be gone: the server closed it while it was idle and cannot have the
    /// message, so this is no attempt yet.
    private static boolean wentStale(TransactionResult result) {
        return result.transactionsBefore() > 0
                && result.verdicts().getFirst() instanceof Verdict.Unanswered(var _, boolean mayHaveBeenDelivered)
                && !mayHaveBeenDelivered;
    }

    /// Whether a kept session was ended by the server with a word instead of an answer to the next message (RFC 5321
    /// §3.8), because it was idle or had carried its share. That speaks of the connection, so it is no attempt; but
    /// what speaks of us counts as if it were said on a new one.
    private boolean tookLeave(TransactionResult result, SiteConnection connection, SessionFacts facts) {
        if (result.transactionsBefore() == 0
                || !(result.verdicts().getFirst() instanceof Verdict.Refused(Phase phase, Reply reply))
                || reply.code() != 421
                || (phase != Phase.RSET && phase != Phase.MAIL)) return false;
        ReplyReading reading = judge.reading(facts.target().host(), phase, reply);
        if (reading.category() == ReplyCategory.REPUTATION) return false;
        return switch (reading.advice()) {
            case SiteAdvice.None _ -> true;
            case SiteAdvice.MessagesPerConnection _ -> {
                Way way = connection.way();
                if (way != null) way.throttle().heed(reading.rule(), reading.advice(), clock.instant());
                yield true;
            }
            case SiteAdvice.SlowDown _, SiteAdvice.Suspend _, SiteAdvice.LimitConnections _ -> false;
        };
    }

    /// Whether a server said it of one recipient. Whatever else it says, it says once: of the message, or with 421 of
    /// the session.
    private static boolean isOfOne(Verdict verdict) {
        return verdict instanceof Verdict.Refused(Phase phase, Reply reply)
                && phase == Phase.RCPT
                && reply.code() != 421;
    }

    /// Whether the server took others and says that this recipient is one more than it takes in one transaction.
    private boolean isOneTooMany(Verdict verdict, TransactionResult result, @Nullable String host) {
        return verdict instanceof Verdict.Refused(Phase phase, Reply reply)
                && phase == Phase.RCPT
                && (reply.code() == 452
                        || reply.enhanced()
                                .filter(code -> code.equals(TOO_MANY_4) || code.equals(TOO_MANY_5))
                                .isPresent()
                        || judge.reading(host, phase, reply).category() == ReplyCategory.TOO_MANY_RECIPIENTS)
                && result.verdicts().stream().anyMatch(Verdict.Accepted.class::isInstance);
    }

    /// What the site said about how to treat it.
    private void learn(SiteConnection connection, Outcome outcome) {
        Way way = connection.way();
        if (way == null) return;
        switch (outcome) {
            case Outcome.Delivered _ -> way.throttle().delivered();
            case Outcome.Deferred deferred -> heed(way.throttle(), deferred.reply(), deferred.reading());
            case Outcome.Bounced bounced -> heed(way.throttle(), bounced.reply(), bounced.reading());
        }
    }

    private void heed(Throttle throttle, @Nullable Reply reply, @Nullable ReplyReading reading) {
        if (reply == null) return;
        throttle.answered();
        if (isPushingBack(reply, reading)) throttle.pushedBack(clock.instant());
        if (reading != null) throttle.heed(reading.rule(), reading.advice(), clock.instant());
    }

    /// RFC 5321 §3.8: whoever says 421 closes the channel. Greylisting is no reason to slow down.
    private static boolean isPushingBack(Reply reply, @Nullable ReplyReading reading) {
        if (reply.code() == 421) return true;
        return reading != null
                && (reading.category() == ReplyCategory.RATE || reading.category() == ReplyCategory.REPUTATION);
    }

    private void learn(SiteConnection connection, Failure failure) {
        Way way = connection.way();
        if (way == null) return;
        switch (failure) {
            // what it said is learnt from the outcome
            case Failure.Refused _ -> way.throttle().answered();
            case Failure.TimedOut late
            when late.phase() != Phase.CONNECT -> way.throttle().pushedBack(clock.instant());
            case Failure.TimedOut _, Failure.ConnectionLost _ -> {
                if (failure.phase() == Phase.CONNECT) way.throttle().unreachable(clock.instant());
            }
            default -> way.throttle().answered();
        }
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
                        wire.site,
                        wire.source,
                        wire.tls,
                        wire.tlsPolicy,
                        routes.dnsAnswers(delivery.recipient().domain()),
                        wire.said,
                        outcome));
    }

    /// Which server an attempt spoke to and what was said.
    private record Wire(
            @Nullable String host,
            @Nullable String address,
            @Nullable String site,
            @Nullable String source,
            @Nullable String tls,
            @Nullable String tlsPolicy,
            List<Step> said) {
        static final Wire NONE = new Wire(null, null, null, null, null, null, List.of());

        static Wire failed(SiteConnection connection, Target target, String tlsPolicy, List<Step> said) {
            return new Wire(
                    target.host(), address(target), connection.site(), connection.source(), null, tlsPolicy, said);
        }

        /// The steps that opened the session belong to its first transaction.
        static Wire of(SiteConnection connection, SessionFacts facts, TransactionResult result) {
            var said = new ArrayList<Step>();
            if (result.transactionsBefore() == 0) {
                said.addAll(connection.saidBefore());
                said.addAll(facts.steps());
            }
            said.addAll(result.steps());
            return new Wire(
                    facts.target().host(),
                    address(facts.target()),
                    connection.site(),
                    connection.source(),
                    facts.tls().map(Wire::describe).orElse(null),
                    connection.tlsPolicy(),
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
