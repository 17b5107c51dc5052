package dev.pennypost.domains.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.dns.DomainName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperatorZoneTest {
    private static final DomainName ACME = new DomainName("acme.test");
    private static final UUID ID = UUID.fromString("019f0000-1111-7222-8333-444455556666");

    private final OperatorZone zone = new OperatorZone(
            new DomainName("d.mta.test"),
            List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
            Duration.ofMinutes(5),
            Duration.ofDays(90));

    @Test
    void aDomainsNamesAreRepeatedInItsSubtree() {
        String root = zone.alias(ID, ACME, ACME).ascii();
        assertThat(root).matches("[0-9a-z]{25}\\.d\\.mta\\.test");
        assertThat(zone.alias(ID, ACME, ACME.child("send")).ascii()).isEqualTo("send." + root);
        assertThat(zone.nameServers(ID))
                .extracting(DomainName::ascii)
                .containsExactly("ns1.ns." + root, "ns2.ns." + root);
    }

    @Test
    void everyIdIsFoundAgainInItsNames() {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            var id = new UUID(random.nextLong(), random.nextLong());
            assertThat(zone.idIn(zone.alias(id, ACME, ACME.child("a.b")))).contains(id);
        }
        for (var id : List.of(new UUID(0, 0), new UUID(-1, -1), new UUID(0, 1)))
            assertThat(zone.idIn(zone.alias(id, ACME, ACME))).contains(id);
    }

    @Test
    void whatIsNoIdIsNone() {
        for (String name :
                List.of("d.mta.test", "ns1.d.mta.test", "z".repeat(25) + ".d.mta.test", "-".repeat(25) + ".d.mta.test"))
            assertThat(zone.idIn(new DomainName(name))).isEmpty();
    }

    @Test
    void aZoneWithoutAddressesCannotBe() {
        var config = new DelegationConfig("d.mta.test", List.of(), List.of(), 300, 90, 100);
        assertThatThrownBy(config::operatorZone)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("delegation.addresses");
        var bad = new DelegationConfig("d..test", List.of(InetAddress.ofLiteral("192.0.2.1")), List.of(), 300, 90, 100);
        assertThatThrownBy(bad::operatorZone).isInstanceOf(CannotStart.class).hasMessageContaining("delegation.zone");
        assertThat(DelegationConfig.OFF.operatorZone()).isEmpty();
    }
}
