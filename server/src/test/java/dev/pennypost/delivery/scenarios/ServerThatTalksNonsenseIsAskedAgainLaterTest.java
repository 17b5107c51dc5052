package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatTalksNonsenseIsAskedAgainLaterTest {
    private static final List<String> NONSENSE = List.of(
            "HTTP/1.1 400 Bad Request",
            "",
            "250",
            "25 ok",
            "999 unheard of",
            "100 too little",
            "250+ok",
            "* OK IMAP4rev1");

    @Test
    void whereverItDoes(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                MxAnswer.say("HTTP/1.1 400 Bad Request"),
                MxMoment.GREETING,
                MxMoment.EHLO,
                MxMoment.STARTTLS,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DATA);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).contains("not an SMTP reply: HTTP/1.1 400 Bad Request");
            assertThat(one.arrived()).isEmpty();
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(Met::isDeliveredInTheEnd);
    }

    @Test
    void whateverItIs(Scenario scenario) {
        List<Story> stories = NONSENSE.stream()
                .filter(nonsense -> !nonsense.equals("250"))
                .map(nonsense -> {
                    Story story = scenario.story("nonsense");
                    story.mx().once(MxMoment.RCPT, MxAnswer.say(nonsense));
                    return story;
                })
                .toList();
        List<Sent> sent = stories.stream().map(story -> story.send("ada")).toList();

        assertThat(sent).allSatisfy(one -> {
            one.comesTo("deferred");
            assertThat(one.triedOnce().reply()).startsWith("RCPT: ");
        });
        scenario.passUntilTheSecondAttempt();
        assertThat(sent).allSatisfy(one -> one.comesTo("delivered"));
        assertThat(stories).allSatisfy(story -> assertThat(story.arrived()).hasSize(1));
    }

    /// RFC 5321 §4.2: a client should take a code without text.
    @Test
    void butACodeAloneIsAnAnswer(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.say("250"), MxMoment.MAIL, MxMoment.RCPT, MxMoment.DOT);

        assertThat(met).allSatisfy(one -> one.sent().comesTo("delivered").triedOnce());
    }

    /// Whether it took the message cannot be told, as when it says nothing.
    @Test
    void evenAfterTheDot(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.say("queued, I think"), MxMoment.DOT);

        assertThat(met).allSatisfy(one -> one.sent().comesTo("deferred"));
        scenario.passUntilTheSecondAttempt();
        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered");
            assertThat(one.arrived()).hasSize(1);
        });
    }

    @Test
    void whenItAsksForMoreWhereNothingIsDue(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.say("354 go on"), MxMoment.MAIL, MxMoment.RCPT, MxMoment.DOT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).contains("asks for more where nothing is due");
        });
    }

    @Test
    void whenItTakesTheDataCommandForTheMessage(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.say("250 2.0.0 queued"), MxMoment.DATA);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).contains("neither takes nor refuses DATA");
            assertThat(one.arrived()).isEmpty();
        });
    }
}
