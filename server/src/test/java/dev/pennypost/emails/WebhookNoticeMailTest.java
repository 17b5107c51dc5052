package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.testkit.ReceivedMail;
import dev.pennypost.webhooks.NoticeMail.Notice;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Notices about webhooks on their way through the engine.
class WebhookNoticeMailTest {
    private static final Notice NOTICE = new Notice(
            "webhook-disabled/1", "ops@dest.test", "Your webhook at acme.test was disabled", "It answered 410.");

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void arriveOnceFromTheOperator() throws BadAddress {
        Caller operator = world.sender(world.team("operator"), "op.test");
        var mail = new WebhookNoticeMail(world.emailsDoor(), operator.team(), Address.parse("hooks@op.test"));
        mail.send(NOTICE);
        mail.send(NOTICE);
        ReceivedMail received =
                world.mx.awaitMessages(1, Duration.ofSeconds(20)).getFirst();
        assertThat(received.recipients()).containsExactly("ops@dest.test");
        ParsedMessage message = ParsedMessage.parse(received.bytes());
        assertThat(message.header("From")).contains("hooks@op.test");
        assertThat(message.header("Subject")).contains(NOTICE.subject());
        assertThat(count("emails")).isEqualTo(1);
    }

    @Test
    void areGivenUpWhereTheyCannotGo() throws BadAddress {
        Caller operator = world.sender(world.team("operator"), "another.test");
        var mail = new WebhookNoticeMail(world.emailsDoor(), operator.team(), Address.parse("hooks@op.test"));
        mail.send(NOTICE);
        mail.send(new Notice("2", "nobody", "subject", "text"));
        assertThat(count("emails")).isZero();
    }

    private int count(String from) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from " + from)
                .mapTo(Integer.class)
                .one());
    }
}
