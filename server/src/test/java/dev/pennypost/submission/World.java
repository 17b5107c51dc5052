package dev.pennypost.submission;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.Attempts;
import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.TrafficConfig;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.EmailLimits;
import dev.pennypost.emails.EmailProgress;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.LastEvent;
import dev.pennypost.emails.Letters;
import dev.pennypost.emails.ReturnPaths;
import dev.pennypost.emails.Tracker;
import dev.pennypost.emails.Withholding;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.quotas.RateLimit;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// The door in front of a real database, and a scriptable mail exchanger that gets all mail: one team, whose
/// domain `acme.test` may send.
final class World implements AutoCloseable {
    static final HostPort ANY = new HostPort("127.0.0.1", 0);

    final FixedClock clock = new FixedClock();
    final FakeDns dns = new FakeDns();
    final FakeMx mx = FakeMx.start();
    final Database database = Database.open(TestPostgres.freshDatabase(), 6, clock);
    final Domains domains = new Domains(
            database,
            new RecordCheck(dns),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            DomainsConfig.of("feedback.test", "spf.test"),
            clock);
    int perSecond;
    final RateLimit rateLimit = new RateLimit(_ -> perSecond, 0, clock);
    final Keys keys = new Keys(database, new SecureRandom(), clock);
    final Teams teams = new Teams(database, clock);
    final TeamId acme = teams.create("acme");
    final DomainId acmeDomain = verified("acme.test");
    final Emails emails;
    private final Withholding withholding =
            new Withholding(new Suppressions(database, clock), new Topics(database, clock), TestAddresses.NONE);
    private final Deliveries deliveries;
    private final List<SubmissionDoor> doors = new ArrayList<>();

    World() {
        deliveries = deliveries();
        deliveries.start();
        emails = new Emails(
                database,
                domains,
                deliveries,
                withholding,
                new Lint(PublicSuffixList.bundled()::registrableDomain),
                new Quotas(database, teams, clock),
                (_, _) -> true,
                new ReturnPaths(new byte[32]),
                Tracker.NONE,
                new Downloads(new OutboundHttp(HostLookup.system(), AddressPolicy.PUBLIC_ONLY, (SSLSocketFactory)
                        SSLSocketFactory.getDefault())),
                EmailLimits.standard(),
                new SimpleMeterRegistry(),
                clock);
    }

    /// Opens the door and returns the port of its only listener.
    int open(SubmissionConfig config) {
        var door = SubmissionDoor.open(
                config, "smtp.test", MailProgram.CERTIFICATE.serverContext(), keys, rateLimit, emails, clock);
        doors.add(door);
        String url = door.urls().getFirst();
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    /// A listener where programs on this machine need no TLS.
    int openInTheClear() {
        return open(SubmissionConfig.sandboxed(ANY));
    }

    String key() {
        return key(null);
    }

    /// A key that may send only, and from one domain only when there is one.
    String key(@Nullable DomainId domain) {
        return keys.create(acme, "test", Permission.SENDING_ACCESS, domain)
                .token()
                .reveal();
    }

    DomainId verified(String name) {
        var added = (AddResult.Added) domains.add(acme, AddDomain.named(name));
        DomainId id = added.domain().id();
        database.useTransaction(tx -> {
            tx.handle().execute("update domains set status = 'verified', may_send = true where id = ?", id.value());
            tx.handle().execute("update domain_keys set stage = 'active' where domain_id = ?", id.value());
        });
        return id;
    }

    /// Publishes the key that `acme.test` signs with.
    void publishKey() {
        var key = domains.signing(acmeDomain).getFirst();
        dns.txt(key.recordName().ascii(), key.key().publicRecord());
    }

    /// The email that a reply says is kept.
    Email accepted(String reply) {
        return emails.get(acme, id(reply)).orElseThrow();
    }

    EmailId id(String reply) {
        if (!reply.startsWith("250 2.0.0 Ok ")) throw new AssertionError("not accepted: " + reply);
        return new EmailId(UUID.fromString(reply.substring("250 2.0.0 Ok ".length())));
    }

    void awaitLastEvent(EmailId id, LastEvent expected) {
        Eventually.holds(
                id + " is " + expected, () -> emails.get(acme, id).orElseThrow().lastEvent() == expected);
    }

    @Override
    public void close() {
        doors.forEach(SubmissionDoor::close);
        emails.close();
        deliveries.close();
        mx.close();
        database.close();
    }

    private Deliveries deliveries() {
        var signer = new DkimSigner();
        var config = DeliveryConfig.usual("mta.test", Map.of("*", new HostPort("127.0.0.1", mx.port())));
        var traffic = new Traffic(TrafficConfig.USUAL, 4, database, "test-node", clock);
        var attempts = new Attempts(
                config,
                ReplyRules.bundled(),
                traffic,
                dns,
                _ -> false,
                domain -> Optional.of(domains.signing(domain))
                        .filter(keys -> !keys.isEmpty())
                        .map(keys -> (message, now) -> signer.sign(message, keys, now)),
                TestAddresses.NONE,
                ClientOptions.named("mta.test"),
                SessionOpener.simple(dns, clock),
                new SimpleMeterRegistry(),
                clock,
                new Random(7),
                Attempts.SMTP_PORT);
        return new Deliveries(
                database,
                "test-node",
                new Letters(),
                new EmailProgress(withholding, domains.incidents()),
                attempts,
                traffic,
                new SimpleMeterRegistry(),
                clock,
                new Random(7));
    }
}
