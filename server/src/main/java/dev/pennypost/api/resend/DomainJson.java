package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.Incident;
import dev.pennypost.domains.SetupMode;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A domain with its records (contract §12.1 and §12.2). `recommended_records`, `setup`, `managed_records`, `dns`,
/// `tracking_privacy`, `tracking_certificate`, `incidents` and much of a record are ours.
record DomainJson(
        String object,
        UUID id,
        String name,
        String status,
        String createdAt,
        String region,
        CapabilitiesJson capabilities,
        boolean openTracking,
        boolean clickTracking,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trackingSubdomain,

        List<RecordJson> records,
        List<RecordJson> recommendedRecords,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String setup,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<RecordJson> managedRecords,
        DnsJson dns,
        boolean trackingPrivacy,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TrackingCertificateJson trackingCertificate,

        List<IncidentJson> incidents) {

    /// As it was just added.
    static DomainJson of(Domain domain, Function<DomainName, CertificateState> certificates) {
        return of(domain, certificates, List.of());
    }

    static DomainJson of(Domain domain, Function<DomainName, CertificateState> certificates, List<Incident> incidents) {
        var settings = domain.settings();
        boolean isDelegated = settings.setup() != SetupMode.COPY;
        return new DomainJson(
                "domain",
                domain.id().value(),
                domain.name().unicode(),
                ResendStatuses.of(domain.status()),
                Timestamps.postgres(domain.createdAt()),
                settings.region().code(),
                CapabilitiesJson.of(settings),
                settings.openTracking(),
                settings.clickTracking(),
                settings.trackingSubdomain(),
                records(domain, purpose -> !ResendStatuses.isUnknownToResend(purpose)),
                records(domain, ResendStatuses::isUnknownToResend),
                isDelegated ? ResendStatuses.of(settings.setup()) : null,
                isDelegated ? spelled(domain.managedRecords(), domain) : null,
                DnsJson.of(domain),
                settings.trackingPrivacy(),
                TrackingCertificateJson.of(domain, certificates),
                incidents.stream().map(IncidentJson::of).toList());
    }

    private static List<RecordJson> records(Domain domain, Predicate<Purpose> which) {
        return spelled(
                domain.records().stream()
                        .filter(record -> which.test(record.planned().purpose()))
                        .toList(),
                domain);
    }

    private static List<RecordJson> spelled(List<DomainRecord> records, Domain domain) {
        return records.stream()
                .map(record -> RecordJson.of(record, domain.zone()))
                .toList();
    }

    /// A record to publish. Behind `priority` all is ours.
    record RecordJson(
            String record,
            String name,
            String type,
            String ttl,
            String status,
            String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer priority,

            String fqdn,
            boolean required,
            @Nullable String state,
            @Nullable String clearsAt,
            List<FindingJson> findings) {
        static RecordJson of(DomainRecord record, DomainName zone) {
            var planned = record.planned();
            return new RecordJson(
                    ResendStatuses.of(planned.purpose()),
                    planned.host(zone),
                    planned.type().name(),
                    ResendStatuses.TTL,
                    ResendStatuses.of(record.status()),
                    planned.value(),
                    planned.priority(),
                    planned.name().ascii(),
                    planned.purpose().isRequired(),
                    record.seen() == null ? null : ResendStatuses.of(record.seen()),
                    Timestamps.postgresOrNull(record.clearsAt()),
                    FindingJson.all(record.findings()));
        }
    }

    /// What receivers hold against the authentication of the domain's mail.
    record IncidentJson(
            UUID id,
            String kind,
            String openedAt,
            String lastSeenAt,
            int times,
            String receiver,
            String reply,
            @Nullable String closedAt) {
        static IncidentJson of(Incident incident) {
            return new IncidentJson(
                    incident.id(),
                    incident.kind().name().toLowerCase(Locale.ROOT),
                    Timestamps.postgres(incident.openedAt()),
                    Timestamps.postgres(incident.lastSeenAt()),
                    incident.times(),
                    incident.receiver(),
                    incident.reply(),
                    Timestamps.postgresOrNull(incident.closedAt()));
        }
    }

    /// What is known of the domain's DNS as a whole, when it was asked, and when it will be.
    record DnsJson(
            String zone,
            @Nullable String provider,
            List<String> nameServers,
            @Nullable String checkedAt,
            @Nullable String nextCheckAt,
            List<FindingJson> findings) {
        static DnsJson of(Domain domain) {
            var checks = domain.checks();
            return new DnsJson(
                    domain.zone().ascii(),
                    domain.dns().provider(),
                    domain.dns().nameServers().stream().map(DomainName::ascii).toList(),
                    Timestamps.postgresOrNull(checks.checkedAt()),
                    Timestamps.postgresOrNull(checks.nextCheckAt()),
                    FindingJson.all(domain.dns().findings()));
        }
    }
}
