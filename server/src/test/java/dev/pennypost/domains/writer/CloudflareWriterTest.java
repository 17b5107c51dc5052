package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.writer.Diff.Action;
import dev.pennypost.domains.writer.Diff.Change;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CloudflareWriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakeCloudflare();
    }

    @Override
    FakeDnsHost host() {
        return (FakeDnsHost) world();
    }

    @Test
    void readsTextsWithAndWithoutQuotes() {
        host().add("acme.test", "acme.test", "TXT", "plain text", 0, 1);
        host().add("acme.test", "acme.test", "TXT", "\"quoted\" \" text\"", 0, 1);
        assertThat(read("acme.test", "TXT")).containsExactly("plain text", "quoted text");
    }

    @Test
    void leavesARecordThatCloudflareMadeItself() {
        host().add("acme.test", "send.acme.test", "MX", "route1.mx.cloudflare.net", -13, 1);
        assertThat(preview(PLAN, false).changes())
                .filteredOn(change -> change.action() == Action.CONFLICT)
                .extracting(Change::type)
                .containsExactly("MX");
    }

    @Test
    void leavesACnameOfTheZoneItselfAlone() {
        world().put("acme.test", "CNAME", "shop.example");
        assertThat(actions(publish(PLAN, false))).containsOnly(Action.CREATE);
        assertThat(world().served("acme.test", "CNAME")).containsExactly("shop.example");
    }

    @Test
    void publishesWithOneRequest() {
        var shown = preview(PLAN, false);
        int before = host().calls.size();
        publishing().publish(order(PLAN, false), shown.id());
        assertThat(host().calls.subList(before, host().calls.size()))
                .filteredOn(call -> !call.method().equals("GET"))
                .hasSize(1);
    }
}
