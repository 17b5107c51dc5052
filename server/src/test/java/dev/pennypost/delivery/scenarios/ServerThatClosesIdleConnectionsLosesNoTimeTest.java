package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatClosesIdleConnectionsLosesNoTimeTest {
    private static final String TAKEN = "250 2.0.0 queued";

    @Test
    void whenItClosesWithoutAWord(Scenario scenario) {
        isNoAttempt(scenario, MxAnswer.say(TAKEN).then(MxAnswer.cut()));
    }

    @Test
    void whenItSaysGoodbyeAndCloses(Scenario scenario) {
        var idle = new CountDownLatch(1);
        var goodbye = MxAnswer.say("421 4.4.2 mx.example.test Error: timeout exceeded")
                .then(MxAnswer.cut());
        isNoAttempt(scenario, MxAnswer.say(TAKEN).then(MxAnswer.hold(idle)).then(goodbye), idle);
    }

    @Test
    void whenItsGoodbyeComesTogetherWithTheLastAnswer(Scenario scenario) {
        isNoAttempt(
                scenario,
                MxAnswer.say(TAKEN, "421 4.4.2 mx.example.test Error: timeout exceeded")
                        .then(MxAnswer.cut()));
    }

    @Test
    void whenItWaitsForTheNextMailCommandToSayGoodbye(Scenario scenario) {
        Story story = scenario.story("goodbye");
        story.send("first").comesTo("delivered");
        story.mx()
                .once(MxMoment.MAIL, MxAnswer.say("421 4.4.2 idle for too long").then(MxAnswer.cut()));

        deliversAtOnce(story);
    }

    /// Such as Yahoo: it has to be heeded on the next connection, and this message is not to wait for it.
    @Test
    void whenItTakesOnlySoManyMessagesOverOneConnection(Scenario scenario) {
        Story story = scenario.story("few");
        story.send("first").comesTo("delivered");
        story.mx()
                .once(
                        MxMoment.MAIL,
                        MxAnswer.say("421 4.7.0 too many messages in this session")
                                .then(MxAnswer.cut()));

        deliversAtOnce(story);
    }

    /// What is said of us, and not of the connection, is heeded as it is on a new connection.
    @Test
    void unlessItsGoodbyeMeansThatNothingMoreIsWanted(Scenario scenario) {
        Story story = scenario.story("enough");
        story.send("first").comesTo("delivered");
        story.mx()
                .once(
                        MxMoment.MAIL,
                        MxAnswer.say("421 4.7.28 rate limit exceeded, slow down")
                                .then(MxAnswer.cut()));

        Sent second = story.send("second").comesTo("deferred");

        assertThat(second.triedOnce().reply()).contains("slow down");
        assertThat(story.arrived()).hasSize(1);
    }

    private static void isNoAttempt(Scenario scenario, MxAnswer atTheDot) {
        isNoAttempt(scenario, atTheDot, new CountDownLatch(0));
    }

    private static void isNoAttempt(Scenario scenario, MxAnswer atTheDot, CountDownLatch idle) {
        Story story = scenario.story("idle");
        story.mx().once(MxMoment.DOT, atTheDot);
        story.send("first").comesTo("delivered");
        idle.countDown();

        deliversAtOnce(story);
    }

    private static void deliversAtOnce(Story story) {
        Sent second = story.send("second").comesTo("delivered").isTold("sent second", "delivered second");
        assertThat(second.triedOnce().outcome()).isEqualTo("delivered");
        assertThat(story.arrived()).hasSize(2).doesNotHaveDuplicates();
        assertThat(story.mx().connections()).isEqualTo(2);
    }
}
