package dev.pennypost;

import dev.pennypost.accounts.AccountsConfig;
import dev.pennypost.accounts.OidcConfig;
import dev.pennypost.admin.AdminConfig;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.audit.AuditConfig;
import dev.pennypost.certificates.CertificatesConfig;
import dev.pennypost.certificates.HttpsConfig;
import dev.pennypost.config.Key;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.delivery.tls.TlsReportsConfig;
import dev.pennypost.delivery.traffic.TrafficConfig;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.connect.DomainConnectConfig;
import dev.pennypost.domains.delegation.DelegationConfig;
import dev.pennypost.domains.writer.WriterConfig;
import dev.pennypost.emails.EmailsConfig;
import dev.pennypost.logging.LogConfig;
import dev.pennypost.requestlog.RequestLogConfig;
import dev.pennypost.returnpath.ReturnPathConfig;
import dev.pennypost.secrets.SecretsConfig;
import dev.pennypost.storage.StorageConfig;
import dev.pennypost.streams.KafkaConfig;
import dev.pennypost.submission.SubmissionConfig;
import dev.pennypost.tracking.TrackingConfig;
import dev.pennypost.upstreams.UpstreamsConfig;
import dev.pennypost.webhooks.WebhooksConfig;
import java.nio.file.Path;
import java.util.Map;

/// All settings, one section per component.
public record Settings(
        @Key(
                value = "Folder for what must survive: the embedded database and the master key. Made when missing.",
                or = "./data")
        Path dataDir,

        @Key(
                value =
                        "What this process does, where several share one database: `all`, `api` (serves the API and submission) or `mta` (delivers).",
                or = "all")
        Role role,

        @Key("The database.") StorageConfig storage,
        @Key("The listener of API and dashboard.") HttpConfig http,

        @Key("The same over TLS, for API and dashboard and for tracked links.")
        HttpsConfig https,

        @Key("Certificates ordered by ACME, for tracking hosts and `https.hosts`.")
        CertificatesConfig certificates,

        @Key("The listeners of message submission over SMTP.")
        SubmissionConfig submission,

        @Key("The listeners for bounces that come later, and for complaints.")
        ReturnPathConfig returnPath,

        @Key("The listener of health checks and metrics. Keep it private: it asks nobody for a key.")
        AdminConfig admin,

        @Key("How the server asks the DNS.") DnsConfig dns,

        @Key("Customers' domains and the operator's host names in their records.")
        DomainsConfig domains,

        @Key("The operator's own zone: domains whose owners publish CNAME or NS records once, and nothing after that.")
        DelegationConfig delegation,

        @Key("Domain Connect: DNS hosts that publish records themselves.")
        DomainConnectConfig domainConnect,

        @Key("Publishing records at owners' DNS hosts.") WriterConfig dnsWriters,

        @Key("The mail engine.") DeliveryConfig delivery,

        @Key("Reports on TLS to the domains that mail goes to.")
        TlsReportsConfig tlsReports,

        @Key("How much mail goes where, and which addresses it leaves from.")
        TrafficConfig traffic,

        @Key("Accepting emails.") EmailsConfig emails,
        @Key("Opens and clicks.") TrackingConfig tracking,
        @Key("Webhook deliveries.") WebhooksConfig webhooks,
        @Key("Event streams: events as records in Kafka.") KafkaConfig kafka,

        @Key("Services that organisations bring their own API key of.")
        UpstreamsConfig upstreams,

        @Key("The people who sign in to the dashboard.") AccountsConfig accounts,

        @Key("An OpenID provider that people may sign in at.")
        OidcConfig oidc,

        @Key("The log of API requests that teams can read.") RequestLogConfig requestLog,

        @Key("The log of changes, with who made them.") AuditConfig audit,

        @Key("The log, on standard error.") LogConfig log,
        @Key("Encryption of secrets at rest.") SecretsConfig secrets) {

    /// Variables that start with `PENNYPOST_` and are no settings, with what they mean. The launcher script reads them.
    public static final Map<String, String> OTHER_VARIABLES = Map.of(
            "PENNYPOST_FAST_START",
            "`no`: `./pennypost` does not prepare fast starts after a build, which saves some seconds there.",
            "PENNYPOST_JAVA_HOME",
            "The JDK, 25 or newer, that `./pennypost` builds and runs with.",
            "PENNYPOST_JAVA_OPTS",
            "Options for the JVM, added to those of `./pennypost`.");
}
