package dev.pennypost.domains;

import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened to a domain.
public sealed interface DomainEvent extends Event {
    /// The domain as it is after what happened, or was before it went.
    Facts domain();

    @Override
    default UUID teamId() {
        return domain().teamId();
    }

    /// A team added it.
    record DomainCreated(Facts domain) implements DomainEvent {}

    /// Its status, or that of one of its records, is another one.
    record DomainUpdated(Facts domain) implements DomainEvent {}

    /// It is gone.
    record DomainDeleted(Facts domain) implements DomainEvent {}

    /// Every kind of event, for the outbox.
    static List<Class<? extends Event>> kinds() {
        return List.of(DomainCreated.class, DomainUpdated.class, DomainDeleted.class);
    }

    /// What every event tells of its domain.
    record Facts(
            UUID domainId,
            UUID teamId,
            String name,
            DomainStatus status,
            Region region,
            Instant createdAt,
            List<RecordFacts> records) {
        static Facts of(Domain domain) {
            return new Facts(
                    domain.id().value(),
                    domain.team().value(),
                    domain.name().ascii(),
                    domain.status(),
                    domain.settings().region(),
                    domain.createdAt(),
                    domain.records().stream()
                            .map(record -> RecordFacts.of(record, domain.zone()))
                            .toList());
        }
    }

    /// What an event tells of a record.
    record RecordFacts(
            Purpose purpose,
            RecordType type,
            String host,
            String value,
            @Nullable Integer priority,
            RecordStatus status) {
        static RecordFacts of(DomainRecord record, DomainName zone) {
            var planned = record.planned();
            return new RecordFacts(
                    planned.purpose(),
                    planned.type(),
                    planned.host(zone),
                    planned.value(),
                    planned.priority(),
                    record.status());
        }
    }
}
