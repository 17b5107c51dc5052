package dev.pennypost.delivery.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import java.time.Duration;
import java.util.List;
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
        assertThat(rules.limits(name).connections()).isEqualTo(connections);
        assertThat(rules.limits(name).messagesPerConnection()).isEqualTo(messages);
    }

    @Test
    void countsAMixOfProvidersUnderItsOwnName() {
        assertThat(SiteRules.shipped().provider(List.of("aspmx.l.google.com", "mx.backup.test")))
                .isEmpty();
        assertThat(SiteRules.shipped().provider(List.of("evilgoogle.com"))).isEmpty();
    }

    @Test
    void givesEverybodyElseTheDefault() {
        SiteLimits limits = SiteRules.shipped().limits("mx.example.test");

        assertThat(limits.connections()).isEqualTo(10);
        assertThat(limits.connectionAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits.requiresTls()).isFalse();
    }

    @Test
    void letsTheOperatorChangeOneThingAndKeepTheRest() {
        var rules = SiteRules.with("google | | connections=20 # we may\nown | .own.test | connections=99", "my.rules");

        assertThat(rules.limits("google").connections()).isEqualTo(20);
        assertThat(rules.limits("google").messagesPerConnection()).isEqualTo(50);
        assertThat(rules.limits("google").requiresTls()).isTrue();
        assertThat(rules.provider(List.of("mx.own.test"))).hasValue("own");
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
        assertThatThrownBy(() -> SiteRules.with("# mine\n" + line, "my.rules"))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("my.rules, line 2: ");
    }
}
