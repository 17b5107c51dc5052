package dev.pennypost.api.autosend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.IsoTime;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.records.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A domain. The findings of its records are ours.
@JsonNaming(LowerCamelCaseStrategy.class)
record DomainJson(
        String id,
        String domainName,
        String verificationStatus,
        boolean ownershipVerified,
        boolean dkimEnabled,
        boolean mailFromEnabled,
        boolean dmarcEnabled,
        DnsRecordsJson dnsRecords,
        String createdAt,
        String lastCheckedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String verifiedAt,
        String regionKey,
        boolean verificationInProgress) {
    static DomainJson of(Domain domain, String id) {
        var statuses = AutosendStatuses.of(domain);
        var checkedAt = domain.checks().checkedAt();
        return new DomainJson(
                id,
                domain.name().unicode(),
                statuses.word(),
                statuses.ownership(),
                statuses.dkim(),
                statuses.mailFrom(),
                statuses.dmarc(),
                DnsRecordsJson.of(domain),
                IsoTime.millis(domain.createdAt()),
                IsoTime.millis(checkedAt == null ? domain.createdAt() : checkedAt),
                IsoTime.millisOrNull(domain.life().verifiedAt()),
                domain.settings().region().code(),
                statuses.inProgress());
    }

    /// @param ownership null when the domain was added where nothing but the DKIM key proves ownership
    @JsonNaming(LowerCamelCaseStrategy.class)
    record DnsRecordsJson(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            RecordJson ownership,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            RecordJson dkim,

            List<RecordJson> mailFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            RecordJson dmarc) {
        static DnsRecordsJson of(Domain domain) {
            return new DnsRecordsJson(
                    first(domain, Purpose.OWNERSHIP).orElse(null),
                    first(domain, Purpose.DKIM).orElse(null),
                    Stream.of(Purpose.RETURN_PATH, Purpose.SPF)
                            .flatMap(purpose -> domain.records(purpose).stream())
                            .map(RecordJson::of)
                            .toList(),
                    first(domain, Purpose.DMARC).orElse(null));
        }

        private static Optional<RecordJson> first(Domain domain, Purpose purpose) {
            return domain.records(purpose).stream().findFirst().map(RecordJson::of);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record RecordJson(
            String name,
            String value,
            String type,
            String purpose,
            @Nullable Integer priority,
            List<FindingJson> findings) {
        static RecordJson of(DomainRecord record) {
            var planned = record.planned();
            return new RecordJson(
                    planned.name().ascii(),
                    planned.value(),
                    planned.type().name(),
                    purpose(planned.purpose()),
                    planned.priority(),
                    record.findings().stream().map(FindingJson::of).toList());
        }

        private static String purpose(Purpose purpose) {
            return switch (purpose) {
                case OWNERSHIP -> "Domain ownership verification";
                case DKIM, SPARE_KEY -> "DKIM authentication";
                case RETURN_PATH -> "Mail-from domain";
                case SPF -> "SPF record for mail-from domain";
                case DMARC -> "DMARC policy";
                case RECEIVING -> "Receiving mail";
                case TRACKING, TRACKING_CAA -> "Tracking domain";
                case DELEGATION -> "Delegation";
            };
        }
    }

    record FindingJson(String code, String message, String fix) {
        static FindingJson of(Finding finding) {
            return new FindingJson(finding.code().name(), finding.message(), finding.fix());
        }
    }

    record ListJson(List<DomainJson> domains) {}

    /// The answer to a verification.
    @JsonNaming(LowerCamelCaseStrategy.class)
    record VerifiedJson(
            DomainJson domain,
            boolean verificationInProgress,
            boolean ownershipVerified,
            String verificationStatus,
            boolean dkimEnabled,
            boolean mailFromEnabled,
            boolean dmarcEnabled) {
        static VerifiedJson of(DomainJson domain) {
            return new VerifiedJson(
                    domain,
                    domain.verificationInProgress(),
                    domain.ownershipVerified(),
                    domain.verificationStatus(),
                    domain.dkimEnabled(),
                    domain.mailFromEnabled(),
                    domain.dmarcEnabled());
        }
    }
}
