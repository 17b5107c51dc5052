package dev.pennypost.api.byok;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pennypost.api.http.IsoTime;
import dev.pennypost.upstreams.UpstreamDomain;
import dev.pennypost.upstreams.UpstreamItem;
import dev.pennypost.upstreams.UpstreamItems;
import dev.pennypost.upstreams.UpstreamRecord;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The organisation's domain.
record DomainJson(
        UUID id,
        String domainName,
        String resendDomainId,
        String status,
        @Nullable String region,
        List<RecordJson> records,
        String createdAt,
        @Nullable String verifiedAt) {
    static DomainJson of(UpstreamDomain domain) {
        return new DomainJson(
                domain.id(),
                domain.name(),
                domain.upstreamId(),
                domain.status(),
                domain.region(),
                domain.records().stream().map(RecordJson::of).toList(),
                IsoTime.millis(domain.createdAt()),
                IsoTime.millisOrNull(domain.verifiedAt()));
    }

    /// The envelope of every answer about the one domain; null when there is none.
    record Envelope(@Nullable DomainJson domain) {
        static Envelope of(UpstreamDomain domain) {
            return new Envelope(DomainJson.of(domain));
        }
    }

    record RecordJson(
            String type,
            String name,
            String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer priority,

            String status) {
        static RecordJson of(UpstreamRecord record) {
            return new RecordJson(record.type(), record.name(), record.value(), record.priority(), record.status());
        }
    }

    /// Every domain of the upstream account. The one key in camelCase is the documentation's.
    record ListJson(
            List<ItemJson> domains,
            @JsonProperty("selectedDomainId") @Nullable String selectedDomainId) {
        static ListJson of(UpstreamItems listed) {
            return new ListJson(listed.items().stream().map(ItemJson::of).toList(), listed.selected());
        }
    }

    record ItemJson(String id, String name, String status, String createdAt) {
        static ItemJson of(UpstreamItem item) {
            return new ItemJson(item.id(), item.name(), item.status(), IsoTime.millis(item.createdAt()));
        }
    }
}
