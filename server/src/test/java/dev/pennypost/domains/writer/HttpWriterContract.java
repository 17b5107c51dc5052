package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.writer.FakeDnsHost.Mood;
import dev.pennypost.mail.dns.DomainName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every writer of an HTTP API does beside that.
abstract class HttpWriterContract extends ZoneWriterContract {
    abstract FakeDnsHost host();

    @Test
    void prefersTheDeeperZone() {
        assertThat(writer().zone(DomainName.ofDns("send.own.acme.test")).map(Zone::name))
                .contains(DomainName.ofDns("own.acme.test"));
    }

    @Test
    void seesPastTheFirstPage() {
        for (int i = 0; i < 230; i++) world().put("acme.test", "TXT", "filler-" + i);
        world().put("acme.test", "TXT", "last");
        assertThat(read("acme.test", "TXT")).hasSize(231).contains("last");
    }

    @Test
    void tellsAMissingPermission() {
        host().mood(Mood.FORBIDDING);
        assertThat(refusal(publishing().preview(order(PLAN, false)))).isInstanceOf(WriterProblem.NotPermitted.class);
    }

    @Test
    void tellsThatItWasTooFast() {
        host().mood(Mood.THROTTLING);
        assertThat(refusal(publishing().preview(order(PLAN, false))))
                .isIn(
                        new WriterProblem.RateLimited(Optional.empty()),
                        new WriterProblem.RateLimited(Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void tellsNonsenseWithoutRepeatingIt() {
        host().mood(Mood.BABBLING);
        var problem = refusal(publishing().preview(order(PLAN, false)));
        assertThat(problem).isInstanceOf(WriterProblem.Nonsense.class);
        assertThat(problem.toString()).doesNotContain(FakeDnsHost.TOKEN);
    }

    @Test
    void tellsABrokenHost() {
        host().mood(Mood.BROKEN);
        assertThat(refusal(publishing().preview(order(PLAN, false)))).isInstanceOf(WriterProblem.Unreachable.class);
    }

    @Test
    void tellsAHostThatIsNotThere() {
        host().close();
        assertThat(refusal(publishing().preview(order(PLAN, false)))).isInstanceOf(WriterProblem.Unreachable.class);
    }

    @Test
    void saysWhenSomeOfTheChangesWereMade() {
        var shown = preview(PLAN, false);
        host().breakAfter(1);
        var result = publishing().publish(order(PLAN, false), shown.id());
        if (result instanceof PublishResult.Published) return; // one call does it all
        assertThat(refusal(result)).isInstanceOf(WriterProblem.Interrupted.class);
    }

    @Test
    void saysThatAWriteMayHaveHappenedWhenItsAnswerIsLost() {
        var shown = preview(PLAN, false);
        host().breakAfter(0);
        assertThat(refusal(publishing().publish(order(PLAN, false), shown.id())))
                .isInstanceOf(WriterProblem.Interrupted.class);
    }

    @Test
    void changesNothingWhileItPreviews() {
        preview(PLAN, false);
        assertThat(host().records).isEmpty();
    }
}
