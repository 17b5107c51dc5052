package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import org.junit.jupiter.api.Test;

class RecordPlanTest {
    @Test
    void asksForReturnPathSpfKeyAndPolicy() {
        assertThat(Fixtures.plan("example.com"))
                .extracting(
                        PlannedRecord::purpose,
                        PlannedRecord::type,
                        record -> record.name().ascii())
                .containsExactly(
                        tuple(Purpose.RETURN_PATH, RecordType.MX, "send.example.com"),
                        tuple(Purpose.SPF, RecordType.TXT, "send.example.com"),
                        tuple(Purpose.DKIM, RecordType.TXT, "pennypost._domainkey.example.com"),
                        tuple(Purpose.DMARC, RecordType.TXT, "_dmarc.example.com"));
    }

    @Test
    void namesAreRelativeToTheDomainThatWasRegistered() {
        assertThat(Fixtures.plan("updates.example.co.uk"))
                .extracting(planned -> planned.host(DomainName.parse("example.co.uk")))
                .containsExactly("send.updates", "send.updates", "pennypost._domainkey.updates", "_dmarc.updates");
    }

    @Test
    void putsTheRegionIntoHostNames() {
        var returnPath = Fixtures.plan("example.com").getFirst();
        assertThat(returnPath.value()).isEqualTo("bounces.eu-west-1.mta.test");
        assertThat(returnPath.priority()).isEqualTo(10);
    }

    @Test
    void valuesCarryNoQuotesBecausePeoplePasteThem() {
        assertThat(Fixtures.plan("example.com").get(1).value()).isEqualTo("v=spf1 include:spf.mta.test ~all");
        assertThat(Fixtures.plan("example.com").get(2).value())
                .isEqualTo("p=" + Fixtures.key().publicKey());
    }
}
