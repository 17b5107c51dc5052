package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.testkit.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalWatchTest {
    private static final Logger LOG = Logger.getLogger(RefusalWatch.class.getName());

    private final FixedClock clock = new FixedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RefusalWatch watch = new RefusalWatch(metrics, clock);
    private final Ear ear = new Ear();

    @BeforeEach
    void listen() {
        LOG.addHandler(ear);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(ear);
    }

    @Test
    void countsRefusalsByCategory() {
        see("550 5.1.1 no such user");
        see("550 5.1.1 no such user");
        see("554 5.7.1 blocked using zen.spamhaus.org");
        watch.see("mx.dest.test", new Outcome.Delivered(Reply.of(250, "ok")));

        assertThat(count("recipient-invalid")).isEqualTo(2);
        assertThat(count("reputation")).isEqualTo(1);
        assertThat(metrics.getMeters()).hasSize(2);
    }

    @Test
    void tellsTheOperatorOnceAnHourWithoutNamingTheRecipient() {
        for (int i = 0; i < 3; i++) see("554 5.7.1 <ada@dest.test>: blocked using zen.spamhaus.org");
        see("450 4.7.25 cannot find your hostname");
        see("550 5.1.1 <ada@dest.test> no such user");
        clock.advance(Duration.ofHours(1));
        see("554 5.7.1 <ada@dest.test>: blocked using zen.spamhaus.org");

        assertThat(ear.sentences).hasSize(3).noneMatch(said -> said.contains("ada"));
        assertThat(ear.sentences.getFirst())
                .contains("mx.dest.test refuses our mail (reputation): 554 5.7.1, rule spamhaus.");
    }

    private void see(String said) {
        var reply = Reply.of(Integer.parseInt(said.substring(0, 3)), said.substring(4));
        var reading = ReplyRules.bundled().read("mx.dest.test", Phase.RCPT, reply);
        watch.see("mx.dest.test", new Outcome.Bounced(BounceReason.REFUSED, said, reply, reading));
    }

    private double count(String category) {
        return metrics.counter("pennypost.delivery.refusals", "category", category)
                .count();
    }

    private static final class Ear extends Handler {
        final List<String> sentences = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord said) {
            if (said.getLevel().equals(Level.WARNING)) sentences.add(said.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
