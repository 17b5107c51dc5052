package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class EightBitReplyIsKeptReadableTest {
    @Test
    void inUtf8(Scenario scenario) {
        assertThat(kept(scenario, octets("550 5.1.1 Empfänger unbekannt, 宛先不明 ✗")))
                .isEqualTo("550 5.1.1 Empfänger unbekannt, 宛先不明 ✗");
    }

    @Test
    void inLatin1(Scenario scenario) {
        assertThat(kept(scenario, "550 5.1.1 Empfänger unbekannt")).isEqualTo("550 5.1.1 Empfänger unbekannt");
    }

    /// PostgreSQL stores no NUL, and a terminal obeys an escape.
    @Test
    void withoutNulAndOtherControls(Scenario scenario) {
        assertThat(kept(scenario, "550 5.1.1 no\0body \u001b[31mred\u0007\u007f \rhere"))
                .isEqualTo("550 5.1.1 no?body ?[31mred?? ?here");
    }

    /// The controls of Latin-1, and halves of characters that do not fit together.
    @Test
    void howeverBrokenItIs(Scenario scenario) {
        String reply = kept(scenario, "550 5.1.1 \u0080\u0085\u009b and \u00ed\u00a0\u0080 and \u00c3");

        assertThat(reply).startsWith("550 5.1.1 ").contains(" and ");
        assertThat(reply.chars()).as("no control characters").noneMatch(Character::isISOControl);
    }

    @Test
    void whereverItComes(Scenario scenario) {
        Story story = scenario.story("octets");
        String odd = octets("Grüß Gott") + " \0 Gr\u00fc\u00df";
        story.mx()
                .at(MxMoment.GREETING, MxAnswer.say("220 " + odd))
                .at(MxMoment.MAIL, MxAnswer.say("250 2.1.0 " + odd))
                .at(MxMoment.RCPT, MxAnswer.say("250 2.1.5 " + odd))
                .at(MxMoment.DATA, MxAnswer.say("354 " + odd))
                .at(MxMoment.DOT, MxAnswer.say("250 2.0.0 " + odd));

        Tried tried = story.send("ada").comesTo("delivered").triedOnce();

        assertThat(tried.conversation()).contains("Gr").doesNotContain("\0");
    }

    @Test
    void evenWhenItIsNoReplyAtAll(Scenario scenario) {
        Story story = scenario.story("octets");
        story.mx().once(MxMoment.RCPT, MxAnswer.say("\0\u0001\u00ff\u00fe" + octets("✗")));

        Sent sent = story.send("ada").comesTo("deferred");

        assertThat(sent.triedOnce().reply()).contains("not an SMTP reply");
        scenario.passUntilTheSecondAttempt();
        sent.comesTo("delivered");
    }

    private static String kept(Scenario scenario, String reply) {
        Story story = scenario.story("octets");
        story.mx().at(MxMoment.RCPT, MxAnswer.say(reply));
        Sent sent = story.send("ada").comesTo("bounced").isTold("sent ada", "bounced ada");
        return String.valueOf(sent.triedOnce().reply());
    }

    /// A fake server sends one octet for each character.
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
