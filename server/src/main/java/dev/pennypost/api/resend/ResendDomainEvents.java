package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.domains.DomainEvent;
import dev.pennypost.domains.DomainEvent.DomainCreated;
import dev.pennypost.domains.DomainEvent.DomainDeleted;
import dev.pennypost.domains.DomainEvent.DomainUpdated;
import dev.pennypost.domains.DomainEvent.RecordFacts;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events of domains as webhooks tell them (contract §22.2 and §22.3).
final class ResendDomainEvents {
    private ResendDomainEvents() {}

    /// The webhook's `type`.
    static String type(DomainEvent event) {
        return switch (event) {
            case DomainCreated _ -> "domain.created";
            case DomainUpdated _ -> "domain.updated";
            case DomainDeleted _ -> "domain.deleted";
        };
    }

    /// The webhook's `data`.
    static Data data(DomainEvent event) {
        var domain = event.domain();
        return new Data(
                domain.domainId(),
                new DomainName(domain.name()).unicode(),
                ResendStatuses.of(domain.status()),
                Timestamps.iso(domain.createdAt()),
                domain.region().code(),
                domain.records().stream()
                        .filter(record -> !ResendStatuses.isUnknownToResend(record.purpose()))
                        .map(RecordData::of)
                        .toList());
    }

    record Data(UUID id, String name, String status, String createdAt, String region, List<RecordData> records) {}

    record RecordData(
            String record,
            String name,
            String type,
            String ttl,
            String status,
            String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer priority) {
        static RecordData of(RecordFacts record) {
            return new RecordData(
                    kind(record.purpose()),
                    record.host(),
                    record.type().name(),
                    ResendStatuses.TTL,
                    ResendStatuses.of(record.status()),
                    record.value(),
                    record.priority());
        }

        /// The record that brings mail has another name here than in answers (contract §12).
        private static String kind(Purpose purpose) {
            return purpose == Purpose.RECEIVING ? "Receiving MX" : ResendStatuses.of(purpose);
        }
    }
}
