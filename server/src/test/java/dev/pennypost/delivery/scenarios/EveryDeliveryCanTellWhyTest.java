package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.DnsAnswers;
import dev.pennypost.delivery.Trace;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.emails.Why;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class EveryDeliveryCanTellWhyTest {
    @Test
    void whichServersDnsNamedAndWhichOneTookIt(Scenario scenario) {
        Story story = scenario.story("why");
        scenario.serverThatIsDown(story.domain(), "mx0", 5);

        Trace trace = only(scenario, story.send("ada").comesTo("delivered"));

        Trace.Tried attempt = trace.attempts().getFirst();
        assertThat(attempt.dns()).satisfies(dns -> {
            assertThat(dns.domain()).isEqualTo(story.domain());
            assertThat(dns.naming()).isEqualTo(DnsAnswers.Naming.MX);
            assertThat(dns.failure()).isNull();
            assertThat(dns.exchanges())
                    .extracting(DnsAnswers.Exchange::preference, DnsAnswers.Exchange::host)
                    .containsExactly(tuple(5, "mx0." + story.domain()), tuple(10, "mx1." + story.domain()));
            assertThat(dns.exchanges())
                    .allSatisfy(one -> assertThat(one.addresses())
                            .singleElement()
                            .asString()
                            .startsWith("127."));
        });
        assertThat(attempt.host()).isEqualTo("mx1." + story.domain());
        assertThat(attempt.conversation())
                .anySatisfy(line -> assertThat(line.command()).startsWith("RCPT TO:<ada@"));
        assertThat(trace.waited()).isEmpty();
        assertThat(trace.summary())
                .startsWith("Delivered to mx1." + story.domain())
                .endsWith("after it was accepted.");
    }

    @Test
    void whatItWaitedForBetweenItsAttempts(Scenario scenario) {
        Story story = scenario.story("why");
        story.mx().onRcpt("*", "451 4.7.1 Greylisted, come back later", "250 2.1.5 ok");
        Sent sent = story.send("ada").comesTo("deferred");

        Trace waiting = only(scenario, sent);

        assertThat(waiting.waited()).singleElement().satisfies(wait -> {
            assertThat(wait.reason()).isEqualTo(WaitReason.SERVER_SAID_LATER);
            assertThat(wait.until()).isEqualTo(waiting.due());
        });
        assertThat(waiting.summary())
                .startsWith("Waiting after one attempt: The server said: later (4xx).")
                .contains("Greylisted, come back later")
                .contains("The next attempt comes at ");

        scenario.passUntilTheSecondAttempt();
        Trace delivered = only(scenario, sent.comesTo("delivered"));
        assertThat(delivered.waited())
                .singleElement()
                .satisfies(wait -> assertThat(wait.until())
                        .isEqualTo(delivered.attempts().getLast().at()));
        assertThat(delivered.summary()).contains(" at attempt 2, ").contains(" minutes after it was accepted.");
    }

    @Test
    void whatTheServerRefusedItWith(Scenario scenario) {
        Story story = scenario.story("why");
        story.mx().onRcpt("*", "550 5.1.1 no such user.");

        Trace trace = only(scenario, story.send("ada").comesTo("bounced"));

        assertThat(trace.due()).isNull();
        assertThat(trace.settledAt()).isNotNull();
        assertThat(trace.summary())
                .isEqualTo("Given up after one attempt: mx1." + story.domain() + " said “550 5.1.1 no such user”.");
    }

    @Test
    void thatItsDomainDoesNotExist(Scenario scenario) {
        Sent sent = new Story(
                        scenario, "nowhere-at-all.test", scenario.story("why").mx())
                .send("ada")
                .comesTo("bounced");

        Trace trace = only(scenario, sent);

        assertThat(trace.attempts().getFirst().dns())
                .satisfies(dns -> assertThat(dns.naming()).isEqualTo(DnsAnswers.Naming.NO_SUCH_NAME));
        assertThat(trace.state()).isEqualTo(DeliveryState.BOUNCED);
    }

    @Test
    void thatNothingIsKnownOfAnothersEmail(Scenario scenario) {
        Sent sent = scenario.story("why").send("ada").comesTo("delivered");

        assertThat(scenario.world.emailsDoor().why(scenario.strict.team(), sent.id()))
                .isEmpty();
    }

    @Test
    void thatWaitsOfOneKindAreOne(Scenario scenario) {
        List<String> told = scenario.world.database.inTransaction(
                tx -> tx.handle().createQuery("""
                        with recursive waits (n, log) as (
                            select 0, null::jsonb
                            union all
                            select n + 1, waited(log, case when n < 30 then 'r' || n else 'site_busy' end,
                                                 timestamptz 'epoch' + n * interval '1 s',
                                                 timestamptz 'epoch' + (n + 1) * interval '1 s', 1)
                              from waits where n < 33)
                        select w ->> 'reason' || ' ' || (w ->> 'since') || ' ' || (w ->> 'until') || ' ' || (w ->> 'times')
                          from waits, jsonb_array_elements(log) w where n = 33""").mapTo(String.class).list());

        assertThat(told).hasSize(20).startsWith("r11 11000 12000 1").endsWith("site_busy 30000 33000 3");
    }

    private static Trace only(Scenario scenario, Sent sent) {
        Why why =
                scenario.world.emailsDoor().why(scenario.acme.team(), sent.id()).orElseThrow();
        assertThat(why.email().id()).isEqualTo(sent.id());
        assertThat(why.deliveries()).hasSize(1);
        return why.deliveries().getFirst();
    }
}
