package dev.pennypost;

import dev.pennypost.api.links.LinksDialect;
import dev.pennypost.delivery.Attempts;
import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.Signers;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.tls.StsFetch;
import dev.pennypost.delivery.tls.StsPolicies;
import dev.pennypost.delivery.tls.TlsReports;
import dev.pennypost.delivery.tls.TlsResults;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.Domains;
import dev.pennypost.emails.EmailLimits;
import dev.pennypost.emails.EmailProgress;
import dev.pennypost.emails.EmailShares;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.Histories;
import dev.pennypost.emails.Letters;
import dev.pennypost.emails.ReturnPaths;
import dev.pennypost.emails.Returns;
import dev.pennypost.emails.RuleReading;
import dev.pennypost.emails.TlsReportMail;
import dev.pennypost.emails.Withholding;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.templates.Templates;
import dev.pennypost.topics.Topics;
import dev.pennypost.tracking.LinkHosts;
import dev.pennypost.tracking.TrackedHistories;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.upstreams.Upstreams;
import java.util.Optional;
import java.util.Random;

/// Emails, from being accepted to what became of them.
final class MailFeatures {
    final Suppressions suppressions;
    final Topics topics;
    final Templates templates;
    final Tracking tracking;
    final Controls controls;
    final Emails emails;
    final EmailShares emailShares;
    final Returns returns;
    final Statistics statistics;
    final Claims claims;
    final Upstreams upstreams;
    private final StsPolicies stsPolicies;
    private final TlsResults tlsResults;
    private final Deliveries deliveries;

    MailFeatures(Ground ground, TeamFeatures teams, DomainFeatures domains, TestAddresses tests) {
        var settings = ground.settings();
        var database = ground.database();
        var clock = ground.clock();
        var metrics = ground.metrics();
        var running = ground.running();
        stsPolicies = new StsPolicies(
                ground.resolvers().caching(),
                new StsFetch(Ground.http(
                        AddressPolicy.allowingPrivate(settings.delivery().privateAddresses()))),
                database,
                clock);
        tlsResults = running.add(
                settings.tlsReports().isOn() ? TlsResults.counted(database, clock) : TlsResults.uncounted());
        var node = ground.storage().node();
        var traffic =
                new Traffic(settings.traffic(), settings.delivery().connectionsPerDestination(), database, node, clock);
        var rules = ReplyRules.with(
                settings.delivery().replyRules(),
                SiteRules.with(settings.traffic().siteRules()));
        suppressions = new Suppressions(database, clock);
        topics = new Topics(database, clock);
        templates = new Templates(database, clock);
        var returnPaths = new ReturnPaths(ground.masterKey());
        var withholding = new Withholding(suppressions, topics, tests);
        var progress = new EmailProgress(withholding, domains.domains.incidents());
        tracking = running.add(new Tracking(
                database,
                settings.tracking(),
                LinkHosts.of(settings.tracking(), domains.certificates::isServed),
                ground.seal("tracked links"),
                LinksDialect::path,
                metrics,
                clock));
        deliveries = running.add(new Deliveries(
                database,
                node,
                new Letters(tracking),
                progress,
                attempts(ground, domains.domains, rules, traffic, tests),
                traffic,
                metrics,
                clock,
                new Random()));
        controls = new Controls(database, deliveries, traffic, progress, clock);
        emails = running.add(new Emails(
                database,
                domains.domains,
                deliveries,
                withholding,
                new Lint(PublicSuffixList.bundled()::registrableDomain),
                teams.quotas,
                teams.keys::isGood,
                returnPaths,
                tracking,
                new Downloads(Ground.http(
                        AddressPolicy.allowingPrivate(settings.emails().privateAddresses()))),
                EmailLimits.of(settings.emails()),
                metrics,
                clock));
        emailShares = new EmailShares(emails, ground.seal("shared emails"), clock);
        returns = new Returns(database, returnPaths, new RuleReading(rules), withholding, metrics, clock);
        var histories = new TrackedHistories(database, new Histories(database, deliveries, withholding));
        statistics = running.add(new Statistics(database, histories, clock).start());
        claims = new Claims(
                database, domains.domains, domains.examiner, emails, settings.domains(), clock, ground.random());
        upstreams = new Upstreams(database, ground.secrets(), HostLookup.system(), settings.upstreams(), clock);
    }

    private Attempts attempts(Ground ground, Domains domains, ReplyRules rules, Traffic traffic, TestAddresses tests) {
        var delivery = ground.settings().delivery();
        return new Attempts(
                delivery,
                rules,
                traffic,
                ground.resolvers().caching(),
                AddressPolicy.allowingPrivate(delivery.privateAddresses())::permits,
                signers(domains),
                tests,
                ClientOptions.named(ground.heloName()),
                new SessionOpener(
                        ground.resolvers().caching(),
                        stsPolicies,
                        delivery.enforcedTlsVerifies(),
                        tlsResults,
                        ground.clock()),
                ground.metrics(),
                ground.clock(),
                new Random(),
                Attempts.SMTP_PORT);
    }

    private static Signers signers(Domains domains) {
        var signer = new DkimSigner();
        return domain -> Optional.of(domains.signing(domain))
                .filter(keys -> !keys.isEmpty())
                .map(keys -> (message, now) -> signer.sign(message, keys, now));
    }

    void start(Ground ground, TeamFeatures teams) {
        var settings = ground.settings();
        controls.start();
        ground.running().add(controls);
        if (settings.role().delivers()) deliveries.start();
        ground.start(stsPolicies.forgetting());
        tlsResults.start();
        if (settings.tlsReports().isOn()) ground.start(tlsReports(ground, teams).daily());
        for (Loop loop : emails.loops()) ground.start(loop);
        ground.start(returns.forgetting(settings.returnPath().keepReportsDays()));
        ground.start(tracking.turning());
        ground.running().add(claims.start());
    }

    private TlsReports tlsReports(Ground ground, TeamFeatures teams) {
        var settings = ground.settings();
        return new TlsReports(
                settings.tlsReports(),
                ground.database(),
                ground.resolvers().fresh(),
                Ground.http(AddressPolicy.PUBLIC_ONLY),
                new TlsReportMail(emails, teams.teams.first()),
                settings.domains().sendingAddresses(),
                ground.clock());
    }
}
