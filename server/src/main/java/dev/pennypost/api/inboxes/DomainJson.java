package dev.pennypost.api.inboxes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.IsoTime;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.inboxes.DetailedDomain;
import dev.pennypost.inboxes.InboxDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// The five forms in which this API shows a domain.
final class DomainJson {
    private DomainJson() {}

    /// In the list.
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Item(
            String id,
            String domain,
            String status,
            boolean isDefault,
            String createdAt,
            String updatedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String verifiedAt,

            long inboxCount,
            long sentCount) {
        static Item of(InboxDomain item, long sent) {
            var domain = item.domain();
            return new Item(
                    PrefixedIds.DOMAIN.of(domain.id().value()),
                    domain.name().unicode(),
                    InboxesStatuses.of(item.standing()),
                    item.isDefault(),
                    IsoTime.seconds(domain.createdAt()),
                    IsoTime.seconds(domain.life().updatedAt()),
                    IsoTime.secondsOrNull(domain.verifiedAt()),
                    item.inboxes(),
                    sent);
        }
    }

    /// The list.
    record Listing(List<Item> domains, int total, int limit, int offset) {}

    /// Just registered.
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Registered(
            String id,
            String domain,
            String status,
            boolean isDefault,
            List<RecordJson> dnsRecords,
            String createdAt,
            String updatedAt) {
        static Registered of(DetailedDomain detailed) {
            var domain = detailed.domain();
            return new Registered(
                    PrefixedIds.DOMAIN.of(domain.id().value()),
                    domain.name().unicode(),
                    InboxesStatuses.of(detailed.standing()),
                    detailed.isDefault(),
                    RecordJson.planned(domain),
                    IsoTime.seconds(domain.createdAt()),
                    IsoTime.seconds(domain.life().updatedAt()));
        }
    }

    /// In full.
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Full(
            String id,
            String domain,
            String status,
            boolean isDefault,
            String region,
            List<RecordJson> dnsRecords,
            Verified verificationStatus,
            String createdAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String verifiedAt,

            Stats stats) {
        static Full of(DetailedDomain detailed, long sent) {
            var domain = detailed.domain();
            return new Full(
                    PrefixedIds.DOMAIN.of(domain.id().value()),
                    domain.name().unicode(),
                    InboxesStatuses.of(detailed.standing()),
                    detailed.isDefault(),
                    domain.settings().region().code(),
                    RecordJson.standing(domain),
                    Verified.of(domain),
                    IsoTime.seconds(domain.createdAt()),
                    IsoTime.secondsOrNull(domain.life().verifiedAt()),
                    new Stats(detailed.inboxes(), sent, NOTHING_RECEIVED));
        }
    }

    /// Just changed.
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Updated(String id, String domain, boolean isDefault, String status, String updatedAt) {
        static Updated of(DetailedDomain detailed) {
            var domain = detailed.domain();
            return new Updated(
                    PrefixedIds.DOMAIN.of(domain.id().value()),
                    domain.name().unicode(),
                    detailed.isDefault(),
                    InboxesStatuses.of(detailed.standing()),
                    IsoTime.seconds(domain.life().updatedAt()));
        }
    }

    /// Just checked.
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Checked(
            String id,
            String domain,
            String status,
            Verified verificationStatus,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String verifiedAt) {
        static Checked of(DetailedDomain detailed) {
            var domain = detailed.domain();
            return new Checked(
                    PrefixedIds.DOMAIN.of(domain.id().value()),
                    domain.name().unicode(),
                    InboxesStatuses.of(detailed.standing()),
                    Verified.of(domain),
                    IsoTime.secondsOrNull(domain.life().verifiedAt()));
        }
    }

    /// Which kinds of records are right; a kind the domain has no record of is not.
    record Verified(boolean mx, boolean dkim, boolean spf, boolean dmarc) {
        static Verified of(Domain domain) {
            return new Verified(
                    are(domain, Purpose.RECEIVING),
                    are(domain, Purpose.DKIM),
                    are(domain, Purpose.SPF) && are(domain, Purpose.RETURN_PATH),
                    are(domain, Purpose.DMARC));
        }

        private static boolean are(Domain domain, Purpose purpose) {
            List<DomainRecord> records = domain.records(purpose);
            return !records.isEmpty() && records.stream().allMatch(record -> record.status() == RecordStatus.VERIFIED);
        }
    }

    /// Mail to customers' domains is not taken in yet.
    private static final long NOTHING_RECEIVED = 0;

    @JsonNaming(LowerCamelCaseStrategy.class)
    record Stats(long inboxCount, long sentCount, long receivedCount) {}
}
