package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.delivery.tls.MailHost;
import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final DomainName DEST = DomainName.parse("dest.test");

    private final FakeDns dns = new FakeDns();
    private final FixedClock clock = new FixedClock();

    @Test
    void triesExchangesInTheOrderOfTheirPreference() {
        dns.mx("dest.test", 20, "second.test").mx("dest.test", 10, "first.test");
        dns.a("first.test", "192.0.2.1").a("second.test", "192.0.2.2");

        assertThat(hosts(routes(Map.of()).to(DEST).route())).containsExactly("first.test", "second.test");
    }

    @Test
    void takesTheDomainItselfWhenItHasNoMx() {
        dns.a("dest.test", "192.0.2.1");

        assertThat(hosts(routes(Map.of()).to(DEST).route())).containsExactly("dest.test");
    }

    @Test
    void knowsThatANullMxTakesNoMail() {
        dns.mx("dest.test", 0, "");

        assertThat(routes(Map.of()).to(DEST).route())
                .isInstanceOfSatisfying(
                        Route.Undeliverable.class,
                        nowhere -> assertThat(nowhere.why()).startsWith("5.1.10"));
    }

    @Test
    void knowsThatADomainDoesNotExist() {
        assertThat(routes(Map.of()).to(DEST).route()).isInstanceOf(Route.Undeliverable.class);
    }

    @Test
    void waitsWhenDnsDoesNotAnswer() {
        dns.fails("dest.test");

        assertThat(routes(Map.of()).to(DEST).route()).isInstanceOf(Route.Unknown.class);
    }

    @Test
    void waitsWhenNoExchangeHasAnAddressInsteadOfFallingBackToTheDomain() {
        dns.mx("dest.test", 10, "gone.test").a("dest.test", "192.0.2.1");

        assertThat(routes(Map.of()).to(DEST).route()).isInstanceOf(Route.Unknown.class);
    }

    @Test
    void dialsNoPrivateAddressThatAnMxNames() {
        dns.mx("dest.test", 10, "inside.test").a("inside.test", "10.0.0.1", "127.0.0.1", "169.254.169.254");
        var strict = routes(Map.of(), AddressPolicy::isPublic, Ipv6.LAST);

        assertThat(strict.to(DEST).route())
                .isInstanceOfSatisfying(
                        Route.Undeliverable.class,
                        nowhere -> assertThat(nowhere.why()).startsWith("5.4.4"));
    }

    @Test
    void prefersTheOperatorsTransportAndItsExactEntry() {
        var mapped = routes(Map.of("*", new HostPort("127.0.0.1", 25), "dest.test", new HostPort("127.0.0.2", 26)));

        assertThat(mapped.to(DEST).route()).isEqualTo(new Route.Mapped(new HostPort("127.0.0.2", 26)));
        assertThat(mapped.to(DomainName.parse("other.test")).name()).isEqualTo("127.0.0.1:25");
    }

    @Test
    void leavesOutItselfAndWhatIsNotPreferredToIt() {
        dns.mx("dest.test", 10, "first.test").mx("dest.test", 20, "MTA.test").mx("dest.test", 30, "third.test");
        dns.a("first.test", "192.0.2.1").a("mta.test", "192.0.2.2").a("third.test", "192.0.2.3");

        assertThat(hosts(routes(Map.of()).to(DEST).route())).containsExactly("first.test");
    }

    @Test
    void seesThatAnExchangerAtOurAddressIsALoop() {
        dns.mx("dest.test", 10, "another-name.test").a("another-name.test", "198.51.100.25");

        assertThat(routes(Map.of()).to(DEST).route())
                .isInstanceOfSatisfying(
                        Route.Undeliverable.class,
                        nowhere -> assertThat(nowhere.why()).startsWith("5.4.6"));
    }

    @Test
    void countsDomainsWithTheSameExchangersAsOneSite() {
        dns.mx("dest.test", 10, "b.host.test").mx("dest.test", 10, "a.host.test");
        dns.mx("other.test", 5, "a.host.test").mx("other.test", 5, "B.host.test");
        dns.a("a.host.test", "192.0.2.1").a("b.host.test", "192.0.2.2");
        var routes = routes(Map.of());

        assertThat(routes.to(DEST).name()).isEqualTo("a.host.test,b.host.test");
        assertThat(routes.to(DomainName.parse("other.test")).name())
                .isEqualTo(routes.to(DEST).name());
    }

    @Test
    void asksForIpv6LastFirstOrNever() {
        dns.mx("dest.test", 10, "mx.test").a("mx.test", "192.0.2.1").a("mx.test", "2001:db8::1");

        assertThat(addresses(Ipv6.LAST)).containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
        assertThat(addresses(Ipv6.FIRST)).containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1");
        assertThat(addresses(Ipv6.NEVER)).containsExactly("192.0.2.1");
    }

    @Test
    void asksDnsAgainAfterAMinuteAtTheSoonestAndAnHourAtTheLatest() {
        dns.mx("dest.test", 10, "mx.test").a("mx.test", "192.0.2.1");
        var routes = routes(Map.of());
        routes.to(DEST);

        assertThat(routes.known(DEST)).isNotNull();
        clock.advance(Duration.ofMinutes(61));
        assertThat(routes.known(DEST)).isNull();
    }

    @Test
    void triesTenAddressesAtMost() {
        for (int i = 1; i <= 14; i++) dns.mx("dest.test", i, "mx" + i + ".test").a("mx" + i + ".test", "192.0.2." + i);

        assertThat(hosts(routes(Map.of()).to(DEST).route())).hasSize(10).startsWith("mx1.test", "mx2.test");
    }

    private List<String> addresses(Ipv6 policy) {
        var route = (Route.Hosts) routes(Map.of(), _ -> true, policy).to(DEST).route();
        return route.inOrder(10, new Random(1)).stream()
                .map(host -> host.target().address().getAddress().getHostAddress())
                .toList();
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

    @Test
    void knowsWhatAValidatedAliasStandsFor() {
        dns.mx("dest.test", 10, "mx.dest.test").cname("mx.dest.test", "host7.provider.test");
        dns.a("host7.provider.test", "192.0.2.1");
        dns.signed("dest.test").signed("mx.dest.test").signed("host7.provider.test");

        assertThat(servers(DEST)).singleElement().satisfies(server -> {
            assertThat(server.name()).isEqualTo("mx.dest.test");
            assertThat(server.found()).isEqualTo(Found.BY_VALIDATED_DNS);
            assertThat(server.canonical()).isEqualTo(DomainName.parse("host7.provider.test"));
        });
    }

    @Test
    void knowsThatAValidatedAliasMayLeadOutOfWhatIsSigned() {
        dns.mx("dest.test", 10, "mx.dest.test").cname("mx.dest.test", "host7.provider.test");
        dns.a("host7.provider.test", "192.0.2.1");
        dns.signed("dest.test");
        assertThat(found(DEST)).containsExactly(Found.BY_DNS);

        dns.signed("mx.dest.test");
        assertThat(servers(DEST)).singleElement().satisfies(server -> {
            assertThat(server.found()).isEqualTo(Found.BY_VALIDATED_DNS);
            assertThat(server.canonical()).isNull();
        });
    }

    private List<Found> found(DomainName domain) {
        return servers(domain).stream().map(MailHost::found).toList();
    }

    private List<MailHost> servers(DomainName domain) {
        return ((Route.Hosts) routes(Map.of()).to(domain).route())
                .groups().stream().flatMap(List::stream).toList();
    }

    @Test
    void countsAMappedServerUnderItsProvider() {
        var mapped =
                routes(Map.of("*", new HostPort("127.0.0.1", 25), "dest.test", new HostPort("MX1.Mimecast.com", 26)));

        assertThat(mapped.to(DEST).site()).isEqualTo("mimecast");
        assertThat(mapped.to(DEST).name()).isEqualTo("MX1.Mimecast.com:26");
        assertThat(mapped.to(DomainName.parse("other.test")).site()).isEqualTo("127.0.0.1:25");
    }

    private Routes routes(Map<String, HostPort> transport) {
        return routes(transport, _ -> true, Ipv6.LAST);
    }

    private Routes routes(Map<String, HostPort> transport, Predicate<InetAddress> mayDial, Ipv6 policy) {
        var own = new OwnHosts(Set.of("mta.test"), Set.of(InetAddress.ofLiteral("198.51.100.25")));
        return new Routes(
                transport,
                dns,
                mayDial,
                own,
                policy,
                hosts -> String.join(",", hosts),
                SiteRules.shipped()::ownServer,
                clock,
                Attempts.SMTP_PORT);
    }

    private static List<String> hosts(Route route) {
        return ((Route.Hosts) route)
                .inOrder(10, new Random(1)).stream().map(MailHost::name).toList();
    }
}
