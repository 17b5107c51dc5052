package dev.pennypost.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final String VISITOR = "203.0.113.9";

    @Test
    void believesNobodyUnlessTold() {
        assertThat(client(List.of(), "10.0.0.1", VISITOR)).isEqualTo("10.0.0.1");
    }

    @Test
    void believesItsProxies() {
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1", VISITOR)).isEqualTo(VISITOR);
        assertThat(client(List.of("10.0.0.1"), "10.0.0.1", VISITOR)).isEqualTo(VISITOR);
        assertThat(client(List.of("::1"), "::1", "2001:db8::9")).isEqualTo("2001:db8:0:0:0:0:0:9");
        assertThat(client(List.of("10.0.0.2"), "10.0.0.1", VISITOR)).isEqualTo("10.0.0.1");
    }

    @Test
    void doesNotBelieveWhatAVisitorWroteBeforeTheProxy() {
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1", "8.8.8.8, " + VISITOR))
                .isEqualTo(VISITOR);
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1", "8.8.8.8", VISITOR + ", 10.0.0.2"))
                .isEqualTo(VISITOR);
    }

    @Test
    void stopsAtWhatIsNoAddress() {
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1", VISITOR + ", unknown"))
                .isEqualTo("10.0.0.1");
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void refusesProxiesThatAreNoAddresses() {
        assertThatThrownBy(() -> Clients.behind(List.of("proxy.test")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("proxy.test");
    }

    private static String client(List<String> proxies, String peer, String... forwarded) {
        return Clients.behind(proxies)
                .of(InetAddress.ofLiteral(peer), List.of(forwarded))
                .getHostAddress();
    }
}
