package dev.pennypost.delivery.replies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.delivery.replies.SiteAdvice.Streak;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.domains.AuthenticationFault;
import dev.pennypost.mail.smtp.EnhancedCode;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyRulesTest {
    private static final String GMAIL = "gmail-smtp-in.l.google.com";
    private static final String ELSEWHERE = "mx.dest.test";

    private final ReplyRules rules = ReplyRules.bundled();

    @TempDir
    private Path folder;

    @Test
    void goFromProvidersWordsToThePhase() {
        assertThat(rules.rules().stream().map(ReplyRulesTest::rank)).isSorted();
    }

    private static int rank(ReplyRule rule) {
        if (!rule.provider().equals(Provider.ANYBODY)) return 0;
        if (!rule.text().isAny()) return 1;
        if (!rule.enhanced().isAny()) return 2;
        return rule.code().isClass() ? 4 : 3;
    }

    @Test
    void spellTheirAdviceAsItStandsInTheFile() throws IOException {
        String file;
        try (var bundled = ReplyRules.class.getResourceAsStream("replies.rules")) {
            file = new String(bundled.readAllBytes(), StandardCharsets.UTF_8);
        }
        var advised = rules.rules().stream()
                .filter(rule -> SiteAdvice.spelled(rule.advice()) != null)
                .toList();
        assertThat(advised).hasSizeGreaterThan(10);
        for (ReplyRule rule : advised)
            assertThat(file.lines().filter(line -> line.startsWith(rule.name() + " ")))
                    .singleElement()
                    .asString()
                    .contains(SiteAdvice.spelled(rule.advice()));
    }

    @Test
    void haveOneForEveryCategory() {
        assertThat(rules.rules().stream().map(ReplyRule::category)).contains(ReplyCategory.values());
    }

    @Test
    void tellWhatOfAuthenticationFailed() {
        assertThat(read(GMAIL, Phase.DOT, "421 4.7.32 not aligned").fault()).isEqualTo(AuthenticationFault.ALIGNMENT);
        assertThat(read(GMAIL, Phase.DOT, "550 5.7.30 blocked").fault()).isEqualTo(AuthenticationFault.DKIM);
        assertThat(read(ELSEWHERE, Phase.DOT, "550 5.7.1 DMARC: SPF and DKIM fail")
                        .fault())
                .isEqualTo(AuthenticationFault.DMARC);
        assertThat(read(ELSEWHERE, Phase.RCPT, "550 SPF fail").fault()).isEqualTo(AuthenticationFault.SPF);
        assertThat(read(ELSEWHERE, Phase.RCPT, "550 5.1.1 gone").fault()).isNull();
    }

    @Test
    void adviseHowToTreatTheSite() {
        assertThat(read(GMAIL, Phase.DOT, "421 4.7.28 an unusual rate of unsolicited mail")
                        .advice())
                .isEqualTo(new SiteAdvice.SlowDown(10, Duration.ofMinutes(30), new Streak(2, Duration.ofHours(1))));
        assertThat(read("mta7.am0.yahoodns.net", Phase.MAIL, "421 4.7.0 [TSS04] deferred")
                        .advice())
                .isEqualTo(new SiteAdvice.Suspend(Duration.ofHours(2), Streak.FIRST));
        assertThat(read("smtp-in.orange.fr", Phase.GREETING, "421 Trop de connexions")
                        .advice())
                .isEqualTo(new SiteAdvice.LimitConnections(1, Duration.ofHours(1), Streak.FIRST));
        assertThat(read("x.olc.protection.outlook.com", Phase.MAIL, "421 too many messages per connection")
                        .advice())
                .isEqualTo(new SiteAdvice.MessagesPerConnection(2, Streak.FIRST));
        assertThat(read(ELSEWHERE, Phase.RCPT, "550 5.1.1 gone").advice()).isEqualTo(SiteAdvice.NONE);
    }

    @Test
    void knowAProviderByTheEndOfItsServersNames() {
        String inactive = "550 5.2.1 receiving mail too quickly";
        assertThat(read("ALT1.ASPMX.L.GOOGLE.COM.", Phase.RCPT, inactive).rule())
                .startsWith("google-");
        assertThat(read("google.com", Phase.RCPT, inactive).rule()).startsWith("google-");
        assertThat(read("mx.notgoogle.com", Phase.RCPT, inactive).rule()).doesNotStartWith("google-");
        assertThat(rules.read(null, Phase.RCPT, reply(inactive)).rule()).doesNotStartWith("google-");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "GREETING", "EHLO", "TLS"})
    void neverTakeARefusalForFinalBeforeTheSenderWasNamed(Phase phase) {
        for (String said : new String[] {"554 5.7.1 blocked", "550 5.1.1 no such user", "500 what"})
            assertThat(read(ELSEWHERE, phase, said).isFinal()).as(said).isFalse();
    }

    @Test
    void findCodesInsideTexts() {
        assertThat(read(ELSEWHERE, Phase.RCPT, "550 sorry (#5.2.2)").category()).isEqualTo(ReplyCategory.MAILBOX_FULL);
        assertThat(read(ELSEWHERE, Phase.RCPT, "550 [5.1.1] sorry").category())
                .isEqualTo(ReplyCategory.RECIPIENT_INVALID);
        assertThat(read(ELSEWHERE, Phase.RCPT, "550 5.1.1.1 is not ours").category())
                .isEqualTo(ReplyCategory.OTHER);
    }

    @Test
    void readASentenceThatIsSpreadOverLines() {
        var reply = Reply.of(550, "5.7.1 Your message was likely", "5.7.1 unsolicited mail, we think");

        assertThat(rules.read(GMAIL, Phase.DOT, reply).rule()).isEqualTo("google-unsolicited");
    }

    @Test
    void readWhatIsKnownFromElsewhereByItsEnhancedCode() {
        var gone = rules.read(null, Phase.RCPT, 0, new EnhancedCode(5, 1, 1), "");
        var later = rules.read(null, Phase.RCPT, 0, new EnhancedCode(4, 2, 2), "mailbox full");

        assertThat(gone.suppressesAtOnce()).isTrue();
        assertThat(later.isFinal()).isFalse();
        assertThat(later.category()).isEqualTo(ReplyCategory.MAILBOX_FULL);
    }

    @Test
    void areDoneSoonWithTextsMadeToKeepThemBusy() {
        var texts = new String[] {
            "user ", "mailbox a", "the host a a ", "your ip ", "try in 1", "spf ", "exceed ", "sender "
        };
        long began = System.nanoTime();
        for (String text : texts) read(ELSEWHERE, Phase.DOT, "550 " + text.repeat(100_000));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void letTheOperatorsRulesGoFirst() throws IOException {
        var own = ReplyRules.with(file("""
                # ours
                [acme: .acme.test]
                acme-says-so | rcpt | 5xx | any | greylisted, defer, suspend 10m, after 3 in 1d | go|away

                [*]
                anybody | any | 550 | x.1.1 | recipient-policy |
                """), SiteRules.shipped());

        var acme = own.read("mx.acme.test", Phase.RCPT, reply("550 5.1.1 AWAY"));
        assertThat(acme.rule()).isEqualTo("acme-says-so");
        assertThat(acme.isFinal()).isFalse();
        assertThat(acme.advice())
                .isEqualTo(new SiteAdvice.Suspend(Duration.ofMinutes(10), new Streak(3, Duration.ofDays(1))));
        assertThat(own.read(ELSEWHERE, Phase.RCPT, reply("550 5.1.1 away")).rule())
                .isEqualTo("anybody");
        assertThat(own.read(ELSEWHERE, Phase.RCPT, reply("552 5.2.2 full")).category())
                .isEqualTo(ReplyCategory.MAILBOX_FULL);
    }

    @Test
    void knowProvidersByTheNamesTheyHaveInTheRulesForSites() throws IOException {
        String sites = file("acme | .acme.test mx.acme.example | connections=3\n");
        var own = ReplyRules.with(
                Files.writeString(folder.resolve("replies"), """
                        [acme]
                        acme-says-so | any | any | any | rate | go away
                        [both: acme unitedinternet .dest.test]
                        both | any | any | any | greylisted | come again
                        """).toString(), SiteRules.with(sites));

        for (String host : List.of("a.acme.test", "mx.acme.example"))
            assertThat(own.read(host, Phase.RCPT, reply("450 go away")).rule()).isEqualTo("acme-says-so");
        for (String host : List.of("a.acme.test", "mx01.web.de", "mx.dest.test"))
            assertThat(own.read(host, Phase.RCPT, reply("450 come again")).rule())
                    .isEqualTo("both");
        assertThat(own.read("mx2.acme.example", Phase.RCPT, reply("450 go away"))
                        .rule())
                .isNotEqualTo("acme-says-so");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            a | rcpt | 550 | any | rate; a rule has the columns
            A b | any | any | any | rate | x; is no name
            spf | any | any | any | rate | x; the name spf is taken
            a | later | any | any | rate | x; is no phase
            a | any | 6xx | any | rate | x; is no code
            a | any | any | 5.1 | rate | x; is no enhanced code
            a | any | any | any | weather | x; is no category
            a | any | any | any | authentication | x; names its fault
            a | any | any | any | authentication(pgp) | x; is no fault
            a | any | any | any | rate(spf) | x; names its fault
            a | any | any | any | rate, dance | x; is nothing that could follow
            a | any | any | any | rate, slow 5 | x; is no advice
            a | any | any | any | rate, slow 0/min for 1h | x; to send nothing
            a | any | any | any | rate, suspend 1h, suspend 2h | x; one advice
            a | any | any | any | rate, after 5 in 1h | x; belongs to an advice
            a | any | any | any | rate | (x; is no regular expression
            a | any | any | any | rate | x.*y; without end
            a | any | any | any | rate | (?:ab){2,9}; repeat a group
            a | any | any | any | rate | (a)\\1; refer back
            a | any | any | any | rate | .{0,900}.{0,900}; repeats too much
            [Acme!]; no head of a provider
            [acme]; neither a provider of the site rules nor a suffix
            [acme: dest.test]; neither a provider of the site rules nor a suffix""")
    void sayWhereAndWhyAFileCannotBeUsed(String line, String why) throws IOException {
        String file = file("# first\n[*]\n" + line.replace("a | rcpt | 550 | any | rate", "a | rcpt | 550") + "\n");

        assertThatThrownBy(() -> ReplyRules.with(file, SiteRules.shipped()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(file + " cannot be used, line 3: ")
                .hasMessageContaining(why);
    }

    @Test
    void cannotBeUsedBeforeAnyHeadOrWithoutTheirFile() throws IOException {
        String file = file("a | any | any | any | rate |\n");

        assertThatThrownBy(() -> ReplyRules.with(file, SiteRules.shipped()))
                .hasMessageContaining("line 1: a rule stands below the head");
        assertThatThrownBy(() -> ReplyRules.with(file + ".gone", SiteRules.shipped()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("cannot read the reply rules");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Greylisted, please try again in 180 seconds          | PT3M
            Try again in 5 minutes                               | PT5M
            Greylisting in action, please come back in 00:04:30  | PT4M30S
            please retry after 2 hours                           | PT2H
            Deferred. Please wait at least 10 mins               | PT10M
            Too many messages, retry-after: 90                   | PT1M30S
            temporarily blocked, try again in 3 days             |
            try again in 600 minutes                             | PT4H
            try again later                                      |
            retry within 4 hours                                 |
            try again in 0 seconds                               |
            your 30 minutes of fame                              |""")
    void hearHowLongToWait(String text, @Nullable Duration delay) {
        assertThat(read(ELSEWHERE, Phase.RCPT, "451 " + text).retryHint().map(RetryHint::delay))
                .isEqualTo(Optional.ofNullable(delay));
    }

    private ReplyReading read(String host, Phase phase, String said) {
        return rules.read(host, phase, reply(said));
    }

    private static Reply reply(String said) {
        return Reply.of(Integer.parseInt(said.substring(0, 3)), said.substring(4));
    }

    private String file(String text) throws IOException {
        Path file = folder.resolve("own.rules");
        Files.writeString(file, text);
        return file.toString();
    }
}
