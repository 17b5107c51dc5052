package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainEvent.DomainUpdated;
import dev.pennypost.domains.DomainEvent.Facts;
import dev.pennypost.domains.DomainEvent.RecordFacts;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.Region;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResendDomainEventsTest {
    private static final DomainUpdated EVENT = new DomainUpdated(new Facts(
            new UUID(0, 1),
            new UUID(0, 2),
            "xn--bcher-kva.test",
            DomainStatus.VERIFIED,
            Region.US_EAST_1,
            Instant.parse("2026-01-01T12:00:00.123456Z"),
            List.of(
                    new RecordFacts(
                            Purpose.RETURN_PATH, RecordType.MX, "send", "bounces.mta.test", 10, RecordStatus.VERIFIED),
                    new RecordFacts(
                            Purpose.DKIM,
                            RecordType.TXT,
                            "k._domainkey",
                            "p=",
                            null,
                            RecordStatus.TEMPORARY_FAILURE))));

    @Test
    void tellsADomainWithItsRecords() {
        assertThat(ResendDomainEvents.type(EVENT)).isEqualTo("domain.updated");
        assertThat(Json.write(ResendDomainEvents.data(EVENT)))
                .isEqualTo("{\"id\":\"00000000-0000-0000-0000-000000000001\",\"name\":\"bücher.test\","
                        + "\"status\":\"verified\",\"created_at\":\"2026-01-01T12:00:00.123Z\","
                        + "\"region\":\"us-east-1\",\"records\":["
                        + "{\"record\":\"SPF\",\"name\":\"send\",\"type\":\"MX\",\"ttl\":\"Auto\","
                        + "\"status\":\"verified\",\"value\":\"bounces.mta.test\",\"priority\":10},"
                        + "{\"record\":\"DKIM\",\"name\":\"k._domainkey\",\"type\":\"TXT\",\"ttl\":\"Auto\","
                        + "\"status\":\"temporary_failure\",\"value\":\"p=\"}]}");
    }

    @Test
    void survivesTheOutbox() {
        assertThat(Json.read(Json.write(EVENT), DomainUpdated.class)).isEqualTo(EVENT);
    }
}
