package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.AccountMail.Letter;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.testkit.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Invitations and links for new passwords on their way through the engine.
class AccountLettersTest {
    private static final String LINK = "https://post.test/reset/sesame";
    private static final Letter LETTER =
            new Letter("one", "ann@dest.test", "A new password for Pennypost", "Open " + LINK + "\n");

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void arriveOnceAndAreReadByNobodyElse() throws BadAddress {
        Caller operator = world.sender(world.team("operator"), "op.test");
        var mail = new AccountLetters(
                world.emailsDoor(), operator.team(), Address.parse("door@op.test"), new FixedClock());
        mail.send(LETTER);
        mail.send(LETTER);

        ReceivedMail received =
                world.mx.awaitMessages(1, Duration.ofSeconds(20)).getFirst();
        assertThat(received.recipients()).containsExactly("ann@dest.test");
        assertThat(ParsedMessage.parse(received.bytes()).header("From")).contains("door@op.test");
        assertThat(new String(received.bytes(), StandardCharsets.UTF_8)).contains(LINK);

        var emails = world.emailsDoor();
        var listed = emails.list(operator.team(), PageRequest.first(10)).orElseThrow().items();
        assertThat(listed).hasSize(1);
        var content = emails.content(operator.team(), listed.getFirst().id()).orElseThrow();
        assertThat(content.text()).isEqualTo("The text of this message is for its recipient only.");
        assertThat(content.html()).isNull();
        assertThat(LETTER.toString()).doesNotContain(LINK);
    }
}
