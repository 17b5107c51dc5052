package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.domains.CheckState;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A domain with its records (contract §12.1 and §12.2). `dns` and the records' `findings` are ours.
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
        DnsJson dns) {

    static DomainJson of(Domain domain) {
        var settings = domain.settings();
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
                domain.records().stream()
                        .map(record -> RecordJson.of(record, domain.zone()))
                        .toList(),
                DnsJson.of(domain.checks()));
    }

    /// A record to publish.
    record RecordJson(
            String record,
            String name,
            String type,
            String ttl,
            String status,
            String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer priority,

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
                    record.findings().stream().map(FindingJson::of).toList());
        }
    }

    /// What a check noticed.
    record FindingJson(
            String code,
            String severity,
            String message,
            String fix,
            @Nullable String expected,
            @Nullable String observed) {
        static FindingJson of(Finding finding) {
            return new FindingJson(
                    finding.code().name(),
                    ResendStatuses.of(finding.severity()),
                    finding.message(),
                    finding.fix(),
                    finding.expected(),
                    finding.observed());
        }
    }

    /// When DNS was asked, and will be.
    record DnsJson(@Nullable String checkedAt, @Nullable String nextCheckAt) {
        static DnsJson of(CheckState checks) {
            return new DnsJson(
                    Timestamps.postgresOrNull(checks.checkedAt()), Timestamps.postgresOrNull(checks.nextCheckAt()));
        }
    }
}
