package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.tls.MailHost;
import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.testkit.FakeDns;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final DomainName DEST = DomainName.parse("dest.test");

    private final FakeDns dns = new FakeDns();

    @Test
    void triesExchangesInTheOrderOfTheirPreference() {
        dns.mx("dest.test", 20, "second.test").mx("dest.test", 10, "first.test");
        dns.a("first.test", "192.0.2.1").a("second.test", "192.0.2.2");

        assertThat(hosts(routes(Map.of()).to(DEST))).containsExactly("first.test", "second.test");
    }

    @Test
    void takesTheDomainItselfWhenItHasNoMx() {
        dns.a("dest.test", "192.0.2.1");

        assertThat(hosts(routes(Map.of()).to(DEST))).containsExactly("dest.test");
    }

    @Test
    void knowsThatANullMxTakesNoMail() {
        dns.mx("dest.test", 0, "");

        assertThat(routes(Map.of()).to(DEST))
                .isInstanceOfSatisfying(
                        Route.Undeliverable.class,
                        nowhere -> assertThat(nowhere.why()).startsWith("5.1.10"));
    }

    @Test
    void knowsThatADomainDoesNotExist() {
        assertThat(routes(Map.of()).to(DEST)).isInstanceOf(Route.Undeliverable.class);
    }

    @Test
    void waitsWhenDnsDoesNotAnswer() {
        dns.fails("dest.test");

        assertThat(routes(Map.of()).to(DEST)).isInstanceOf(Route.Unknown.class);
    }

    @Test
    void waitsWhenNoExchangeHasAnAddressInsteadOfFallingBackToTheDomain() {
        dns.mx("dest.test", 10, "gone.test").a("dest.test", "192.0.2.1");

        assertThat(routes(Map.of()).to(DEST)).isInstanceOf(Route.Unknown.class);
    }

    @Test
    void dialsNoPrivateAddressThatAnMxNames() {
        dns.mx("dest.test", 10, "inside.test").a("inside.test", "10.0.0.1", "127.0.0.1", "169.254.169.254");
        var strict = new Routes(Map.of(), dns, AddressPolicy::isPublic, new Random(1));

        assertThat(strict.to(DEST))
                .isInstanceOfSatisfying(
                        Route.Undeliverable.class,
                        nowhere -> assertThat(nowhere.why()).startsWith("5.4.4"));
    }

    @Test
    void prefersTheOperatorsTransportAndItsExactEntry() {
        var mapped = routes(Map.of("*", new HostPort("127.0.0.1", 25), "dest.test", new HostPort("127.0.0.2", 26)));

        assertThat(mapped.to(DEST))
                .isInstanceOfSatisfying(
                        Route.Hosts.class,
                        hosts -> assertThat(hosts.targets())
                                .extracting(target -> target.address().getPort())
                                .containsExactly(26));
        assertThat(mapped.destinationOf(DomainName.parse("other.test"))).isEqualTo("127.0.0.1:25");
    }

    @Test
    void knowsWhichServersDnssecVouchesFor() {
        dns.mx("dest.test", 10, "first.test").mx("dest.test", 20, "second.test");
        dns.a("first.test", "192.0.2.1").a("second.test", "192.0.2.2");
        assertThat(found(DEST)).containsExactly(Found.BY_DNS, Found.BY_DNS);

        dns.signed("first.test");
        assertThat(found(DEST)).as("the MX was not validated").containsExactly(Found.BY_DNS, Found.BY_DNS);

        dns.signed("dest.test");
        assertThat(found(DEST)).containsExactly(Found.BY_VALIDATED_DNS, Found.BY_DNS);
    }

    @Test
    void knowsWhetherDnssecVouchesForADomainThatIsItsOwnServer() {
        dns.a("dest.test", "192.0.2.1");
        assertThat(found(DEST)).containsExactly(Found.BY_DNS);

        dns.signed("dest.test");
        assertThat(found(DEST)).containsExactly(Found.BY_VALIDATED_DNS);
    }

    private List<Found> found(DomainName domain) {
        return ((Route.Hosts) routes(Map.of()).to(domain))
                .hosts().stream().map(MailHost::found).toList();
    }

    private Routes routes(Map<String, HostPort> transport) {
        return new Routes(transport, dns, _ -> true, new Random(1));
    }

    private static List<String> hosts(Route route) {
        return ((Route.Hosts) route).targets().stream().map(Target::host).toList();
    }
}
