package dev.pennypost.delivery.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteRulesTest {
    @ParameterizedTest
    @CsvSource({
        "gmail-smtp-in.l.google.com, google, 5, 50",
        "aspmx.l.google.com, google, 5, 50",
        "mta5.am0.yahoodns.net, yahoo, 10, 20",
        "acme-com.mail.protection.outlook.com, microsoft365, 5, 50",
        "outlook-com.olc.protection.outlook.com, outlook, 5, 50",
        "mx01.mail.icloud.com, apple, 10, 5",
        "mx00.gmx.net, unitedinternet, 4, 20",
        "smtp-in.orange.fr, orange, 2, 100",
        "mx1.qq.com, qq, 4, 8",
    })
    void knowsTheLargeProviders(String exchanger, String name, int connections, int messages) {
        var rules = SiteRules.shipped();

        assertThat(rules.provider(List.of(exchanger))).hasValue(name);
        assertThat(rules.limits(name, 24).connections()).isEqualTo(connections);
        assertThat(rules.limits(name, 24).messagesPerConnection()).isEqualTo(messages);
    }

    @Test
    void countsAMixOfProvidersUnderItsOwnName() {
        assertThat(SiteRules.shipped().provider(List.of("aspmx.l.google.com", "mx.backup.test")))
                .isEmpty();
        assertThat(SiteRules.shipped().provider(List.of("evilgoogle.com"))).isEmpty();
    }

    @Test
    void givesEverybodyElseTheDefault() {
        SiteLimits limits = SiteRules.shipped().limits("mx.example.test", 24);

        assertThat(limits.connections()).isEqualTo(10);
        assertThat(limits.connectionAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits.requiresTls()).isFalse();
    }

    @Test
    void letsTheOperatorChangeOneThingAndKeepTheRest() {
        var rules = SiteRules.with(
                "google | | connections=20 # we may\nown | .own.test | connections=99".lines(), "my.rules");

        assertThat(rules.limits("google", 24).connections()).isEqualTo(20);
        assertThat(rules.limits("google", 24).messagesPerConnection()).isEqualTo(50);
        assertThat(rules.limits("google", 24).requiresTls()).isTrue();
        assertThat(rules.provider(List.of("mx.own.test"))).hasValue("own");
    }

    @Test
    void countsAServerOfTheOperatorsOwnUnderItsProviderOrItsName() {
        var rules = SiteRules.with(
                Stream.of("relay | .relay.test one.other.test | connections=40", "mx.google.com:26 | | connections=2"),
                "my.rules");

        assertThat(rules.ownServer(new HostPort("aspmx.l.google.com", 25))).isEqualTo("google");
        assertThat(rules.ownServer(new HostPort("a.relay.test", 587))).isEqualTo("relay");
        assertThat(rules.ownServer(new HostPort("one.other.test", 25))).isEqualTo("relay");
        assertThat(rules.ownServer(new HostPort("two.other.test", 25))).isEqualTo("two.other.test:25");
        assertThat(rules.ownServer(new HostPort("mx.google.com", 26))).isEqualTo("mx.google.com:26");
        assertThat(rules.limits("relay", 24).connections()).isEqualTo(40);
        assertThat(rules.limits("two.other.test:25", 24).connections()).isEqualTo(24);
        assertThat(rules.limits("two.other.test:25", 24).messagesPerMinute()).isZero();
    }

    @Test
    void letsTheOperatorSetOneThingOfAMappedServerByItsName() {
        var rules = SiteRules.with(Stream.of("127.0.0.1:2525 | | messages-per-connection=7"), "my.rules");

        SiteLimits limits = rules.limits("127.0.0.1:2525", 24);
        assertThat(limits.messagesPerConnection()).isEqualTo(7);
        assertThat(limits.connections()).isEqualTo(24);
        assertThat(limits.messagesPerMinute()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "google | .google.com",
                "x | .x.test | conections=5",
                "x | .x.test | connections=0",
                "x | .x.test | connections=many",
                "x | .x.test | tls=perhaps",
            })
    void saysWhichLineOfTheOperatorsIsWrong(String line) {
        assertThatThrownBy(() -> SiteRules.with(Stream.of("# mine", line), "my.rules"))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("my.rules, line 2: ");
    }
}
