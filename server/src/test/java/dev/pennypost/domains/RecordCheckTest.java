package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.Finding.Code;
import dev.pennypost.domains.RecordVerdict.Outcome;
import dev.pennypost.testkit.FakeDns;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {
    private static final String RETURN_PATH = "send.example.com";
    private static final String TARGET = "bounces.eu-west-1.mta.test";
    private static final String KEY_NAME = "pennypost._domainkey.example.com";
    private static final String KEY = Fixtures.key().publicKey();

    private final FakeDns dns = new FakeDns();

    @Test
    void everythingAsPlannedIsRight() {
        Fixtures.publish(dns, Fixtures.domain("example.com"));
        assertThat(new RecordCheck(dns).of(Fixtures.domain("example.com").records()))
                .allMatch(verdict ->
                        verdict.outcome() == Outcome.RIGHT && verdict.findings().isEmpty());
    }

    @Test
    void aServerThatDoesNotAnswerProvesNothing() {
        dns.fails(RETURN_PATH);
        is(returnPath(), Outcome.UNKNOWN, Code.DNS_SERVER_ERROR);
        is(spf(), Outcome.UNKNOWN, Code.DNS_SERVER_ERROR);
    }

    @Test
    void aNameThatDoesNotExistIsToldFromOneWithoutTheType() {
        is(returnPath(), Outcome.WRONG, Code.HOST_NOT_FOUND);
        dns.txt(RETURN_PATH, "something");
        is(returnPath(), Outcome.WRONG, Code.TYPE_NOT_FOUND);
    }

    @Test
    void theMxMayDifferInCaseDotAndPriority() {
        dns.mx(RETURN_PATH, 50, TARGET.toUpperCase(Locale.ROOT) + ".");
        right(returnPath());
    }

    @Test
    void anotherMxBesideOursCatchesBounces() {
        dns.mx(RETURN_PATH, 10, TARGET).mx(RETURN_PATH, 20, "mail.other.test");
        is(returnPath(), Outcome.WRONG, Code.MX_EXTRA);
        assertThat(returnPath().findings().getFirst().observed()).contains("20 mail.other.test");
    }

    @Test
    void recognisesHowPeopleMistypeAnMx() {
        dns.mx(RETURN_PATH, 10, TARGET + ".example.com");
        is(returnPath(), Outcome.WRONG, Code.TARGET_ZONE_APPENDED);
        dns.forget(RETURN_PATH).mx(RETURN_PATH, 10, "192.0.2.1");
        is(returnPath(), Outcome.WRONG, Code.MX_TARGET_IP);
        dns.forget(RETURN_PATH).mx(RETURN_PATH, 0, "10." + TARGET);
        is(returnPath(), Outcome.WRONG, Code.PRIORITY_IN_VALUE);
        dns.forget(RETURN_PATH).mx(RETURN_PATH, 0, "");
        is(returnPath(), Outcome.WRONG, Code.INVALID_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 include:spf.mta.test ~all",
                "v=spf1  ip4:192.0.2.0/24 include:spf.mta.test include:other.test -all",
                "V=SPF1 +include:SPF.MTA.TEST",
                "v=spf1 include:spf.mta.test. ?all"
            })
    void anSpfRecordMayHoldMoreThanOurs(String record) {
        dns.txt(RETURN_PATH, "some-verification=1").txt(RETURN_PATH, record);
        right(spf());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 include:other.test ~all",
                "v=spf1 -include:spf.mta.test ~all",
                "v=spf1 include:spf.mta.test.example.com ~all",
                "v=spf1 include:notspf.mta.test ~all"
            })
    void anSpfRecordWithoutOurIncludeIsWrong(String record) {
        dns.txt(RETURN_PATH, record);
        is(spf(), Outcome.WRONG, Code.SPF_INCLUDE_MISSING);
    }

    @Test
    void showsTwoSpfRecordsMergedIntoOne() {
        dns.txt(RETURN_PATH, "v=spf1 include:spf.mta.test ~all").txt(RETURN_PATH, "v=spf1 mx include:other.test -all");
        is(spf(), Outcome.WRONG, Code.SPF_MULTIPLE);
        assertThat(spf().findings().getFirst().fix())
                .contains("v=spf1 include:spf.mta.test mx include:other.test ~all");
    }

    @Test
    void nobodyReadsAnIncludeBehindAll() {
        dns.txt(RETURN_PATH, "v=spf1 ~all include:spf.mta.test");
        is(spf(), Outcome.WRONG, Code.SPF_INCLUDE_UNREACHABLE);
    }

    @Test
    void warnsWhenEverybodyMaySend() {
        dns.txt(RETURN_PATH, "v=spf1 include:spf.mta.test +all");
        is(spf(), Outcome.RIGHT, Code.SPF_PASS_ALL);
    }

    @Test
    void quotesThatBecameDataAreWrong() {
        dns.txt(RETURN_PATH, "\"v=spf1 include:spf.mta.test ~all\"");
        is(spf(), Outcome.WRONG, Code.QUOTES_IN_VALUE);
        dns.txt(KEY_NAME, "\"p=" + KEY + "\"");
        is(dkim(), Outcome.WRONG, Code.QUOTES_IN_VALUE);
    }

    @Test
    void theKeyCountsAndNotItsSpelling() {
        String spaced = KEY.substring(0, 200) + " " + KEY.substring(200);
        dns.txt(KEY_NAME, "v=DKIM1; t=s; k=rsa; n=ours ; s=email; p=" + spaced + ";");
        right(dkim());
    }

    @ParameterizedTest
    @ValueSource(ints = {253, 254, 255, 200, 390})
    void recognisesAKeyThatWasCut(int length) {
        dns.txt(KEY_NAME, ("p=" + KEY).substring(0, length));
        is(dkim(), Outcome.WRONG, Code.TRUNCATED_255);
    }

    @Test
    void recognisesACutKeyBehindItsDefaults() {
        dns.txt(KEY_NAME, ("v=DKIM1; k=rsa; p=" + KEY).substring(0, 255));
        is(dkim(), Outcome.WRONG, Code.TRUNCATED_255);
    }

    @Test
    void recognisesAKeySplitOverTwoRecords() {
        dns.txt(KEY_NAME, KEY.substring(250)).txt(KEY_NAME, "p=" + KEY.substring(0, 250));
        is(dkim(), Outcome.WRONG, Code.SPLIT_AS_TWO_RECORDS);
    }

    @Test
    void recognisesOtherWaysToBreakAKey() {
        dns.txt(KEY_NAME, "p=" + KEY.toLowerCase(Locale.ROOT));
        is(dkim(), Outcome.WRONG, Code.CASE_FOLDED);
        dns.forget(KEY_NAME).txt(KEY_NAME, "v=DKIM1\\; k=rsa\\; p=" + KEY);
        is(dkim(), Outcome.WRONG, Code.ESCAPED_SEMICOLON);
        dns.forget(KEY_NAME).txt(KEY_NAME, "p=");
        is(dkim(), Outcome.WRONG, Code.DKIM_REVOKED);
        dns.forget(KEY_NAME).txt(KEY_NAME, "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ==");
        is(dkim(), Outcome.WRONG, Code.DKIM_OTHER_KEY);
        dns.forget(KEY_NAME).txt(KEY_NAME, "h=sha1; p=" + KEY);
        is(dkim(), Outcome.WRONG, Code.DKIM_RESTRICTED);
        dns.forget(KEY_NAME).txt(KEY_NAME, "hello");
        is(dkim(), Outcome.WRONG, Code.INVALID_VALUE);
    }

    @Test
    void twoKeysAtOneNameAreOneTooMany() {
        dns.txt(KEY_NAME, "p=" + KEY).txt(KEY_NAME, "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ==");
        is(dkim(), Outcome.WRONG, Code.DKIM_MULTIPLE);
    }

    @Test
    void aTextThatIsNoKeyDoesNotDisturbTheKey() {
        dns.txt(KEY_NAME, "v=spf1 -all").txt(KEY_NAME, "p=" + KEY);
        right(dkim());
    }

    @Test
    void warnsOfAKeyMarkedAsTest() {
        dns.txt(KEY_NAME, "t=y; p=" + KEY);
        is(dkim(), Outcome.RIGHT, Code.DKIM_TESTING);
    }

    private RecordVerdict returnPath() {
        return judge(0);
    }

    private RecordVerdict spf() {
        return judge(1);
    }

    private RecordVerdict dkim() {
        return judge(2);
    }

    private RecordVerdict judge(int position) {
        var planned = Fixtures.plan("example.com").get(position);
        return RecordCheck.judge(planned, dns.ask(planned.name(), planned.type()));
    }

    private static void right(RecordVerdict verdict) {
        assertThat(verdict).isEqualTo(RecordVerdict.right(List.of()));
    }

    private static void is(RecordVerdict verdict, Outcome outcome, Code code) {
        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.findings()).extracting(Finding::code).containsExactly(code);
    }
}
