package dev.pennypost.tracking.visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.tracking.visitors.Circumstances.Click;
import dev.pennypost.tracking.visitors.Circumstances.What;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private final VisitorRules rules = VisitorRules.shipped();

    @ParameterizedTest
    @ValueSource(
            strings = {
                FIREFOX,
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
                "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
                "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)",
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0",
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
            })
    void takesMailProgramsBrowsersAndProxiesForPeople(String agent) {
        assertThat(rules.machine(open(agent))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0                                                              | apple-privacy
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0 | gmail-ahead
            Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | crawler
            Mozilla/5.0 (compatible; proofpoint urldefense)                          | gateway
            BarracudaCentral                                                         | gateway
            Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5          | microsoft-ahead
            Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)               | preview
            python-requests/2.32.3                                                   | program
            curl/8.9.1                                                               | program
            Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/130.0  | headless
            Amazon CloudFront                                                        | data-centre
            """)
    void knowsMachinesByWhatTheySay(String agent, String rule) {
        assertThat(rules.machine(open(agent))).contains(rule);
    }

    @Test
    void takesWhoSaysNothingForAMachine() {
        assertThat(rules.machine(open(""))).contains("no-agent");
        assertThat(rules.machine(open(" "))).contains("no-agent");
    }

    @Test
    void takesWhoAsksForTheHeaderAloneForAMachine() {
        assertThat(rules.machine(new Circumstances(What.CLICK, true, FIREFOX, null, NOW, List.of())))
                .contains("head-request");
    }

    @Test
    void takesWhoComesWithTheDeliveryForAMachine() {
        assertThat(rules.machine(visit(What.OPEN, Duration.ZERO))).contains("at-delivery");
        assertThat(rules.machine(visit(What.OPEN, Duration.ofMillis(999)))).contains("at-delivery");
        assertThat(rules.machine(visit(What.OPEN, Duration.ofSeconds(1)))).isEmpty();
        assertThat(rules.machine(visit(What.CLICK, Duration.ofMillis(1_999)))).contains("at-delivery-clicks");
        assertThat(rules.machine(visit(What.CLICK, Duration.ofSeconds(2)))).isEmpty();
        assertThat(rules.machine(visit(What.CLICK, null))).isEmpty();
    }

    @Test
    void takesWhoFollowsManyLinksAtOnceForAMachine() {
        assertThat(rules.machine(clicks(0, 1_000, 2_000))).contains("many-links");
        assertThat(rules.machine(clicks(0, 1_000))).isEmpty();
        assertThat(rules.machine(clicks(0, 1_000, 5_001))).isEmpty();
        var again = List.of(new Click(NOW, "https://a.test"), new Click(NOW, "https://b.test"));
        assertThat(rules.machine(new Circumstances(
                        What.CLICK,
                        false,
                        FIREFOX,
                        null,
                        NOW,
                        Stream.concat(again.stream(), again.stream()).toList())))
                .isEmpty();
    }

    @Test
    void takesWhoFollowsAHiddenLinkForAMachine() {
        assertThat(rules.machine(visit(What.TRAP, null))).contains("honeypot");
    }

    @Test
    void letsTheOperatorDecideFirst() {
        var own = VisitorRules.with(
                Stream.of(
                        "# ours",
                        "",
                        "our-robot | any | machine | agent acmebot",
                        "old-mac | opens | person | agent is Mozilla/5.0"),
                "own.rules");
        assertThat(own.machine(open("AcmeBot"))).contains("our-robot");
        assertThat(own.machine(open("Mozilla/5.0"))).isEmpty();
        assertThat(own.machine(open("curl/8"))).contains("program");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name | any | machine",
                "Name | any | machine | head",
                "name | mails | machine | head",
                "name | any | robot | head",
                "name | any | machine | hat",
                "name | any | machine | agent a,,b",
                "name | any | machine | within 2 days",
            })
    void refusesALineThatIsNoRule(String line) {
        assertThatThrownBy(() -> VisitorRules.with(Stream.of("", line), "own.rules"))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("own.rules, line 2: ");
    }

    @Test
    void refusesANameThatIsTaken() {
        assertThatThrownBy(() -> VisitorRules.with(
                        Stream.of("a | any | machine | head", "a | any | machine | trap"), "own.rules"))
                .hasMessageContaining("the name a is taken");
    }

    private static Circumstances open(String agent) {
        return new Circumstances(What.OPEN, false, agent, Duration.ofHours(1), NOW, List.of());
    }

    private static Circumstances visit(What what, @Nullable Duration sinceDelivery) {
        return new Circumstances(what, false, FIREFOX, sinceDelivery, NOW, List.of());
    }

    private static Circumstances clicks(long... millisAgo) {
        var clicks = Arrays.stream(millisAgo)
                .mapToObj(ago -> new Click(NOW.minusMillis(ago), "https://a.test/" + ago))
                .toList();
        return new Circumstances(What.CLICK, false, FIREFOX, null, NOW, clicks);
    }
}
