package dev.pennypost.dashboard;

import dev.pennypost.api.http.Request;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.dashboard.home.Trouble;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.emails.EmailShares;
import dev.pennypost.emails.Emails;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.Teams;
import dev.pennypost.templates.Templates;
import dev.pennypost.topics.Topics;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.webhooks.Webhooks;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// The features that pages show and change.
///
/// @param certificate how it stands with the certificate of a host that leads to us
/// @param trouble what operators are told of sites
/// @param origin where a visitor reaches us, such as `https://mail.example.com`
/// @param sharedDomain the path of the page that a token for a domain's records opens
/// @param sharedEmail the path of the page that a token for an email opens
/// @param submission where mail programs hand in messages
public record FrontDoors(
        Teams teams,
        Domains domains,
        Claims claims,
        Providers providers,
        Exports exports,
        DomainConnect connect,
        DnsPublishing dnsPublishing,
        Shares shares,
        Function<DomainName, CertificateState> certificate,
        Emails emails,
        EmailShares emailShares,
        Tracking tracking,
        Templates templates,
        Topics topics,
        Suppressions suppressions,
        Webhooks webhooks,
        Statistics statistics,
        Keys keys,
        Quotas quotas,
        RequestLog requestLog,
        Controls controls,
        Trouble trouble,
        Function<Request, String> origin,
        Function<String, String> sharedDomain,
        Function<String, String> sharedEmail,
        Supplier<List<String>> submission,
        AuditLog audit) {}
