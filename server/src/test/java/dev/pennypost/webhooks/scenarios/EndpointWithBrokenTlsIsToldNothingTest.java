package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pennypost.testkit.TestAuthority;
import dev.pennypost.testkit.TestAuthority.Identity;
import dev.pennypost.webhooks.World.Tried;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class EndpointWithBrokenTlsIsToldNothingTest {
    @Test
    void whenItSpeaksInTheClear(Scenario scenario) {
        isToldNothing(scenario, guest -> guest.say("HTTP/1.1 200 OK\r\n\r\n"));
    }

    @Test
    void whenItClosesAtTheFirstWord(Scenario scenario) {
        isToldNothing(scenario, _ -> {});
    }

    @Test
    void whenItAnswersTheHandshakeWithGarbage(Scenario scenario) {
        isToldNothing(scenario, guest -> guest.say("\u0016\u0003\u0003\u0000\u0010" + "\u00ff\u0000".repeat(8)));
    }

    @Test
    void whenItNeverFinishesTheHandshake(Scenario scenario) {
        Tried tried = isToldNothing(scenario, RawEndpoint.Guest::hang);
        assertThat(tried.error()).isEqualTo("timed out after 3 s");
    }

    @Test
    void whenNobodyVouchesForItsCertificate(Scenario scenario) throws IOException {
        isNotBelieved(scenario, TestAuthority.shared().issue("hook.test"), "hook.test");
    }

    @Test
    void whenItsCertificateHasExpired(Scenario scenario) throws IOException {
        isNotBelieved(scenario, TestAuthority.shared().issueExpired("hook.test"), "hook.test");
    }

    private static Tried isToldNothing(Scenario scenario, RawEndpoint.Manner manner) {
        try (var endpoint = RawEndpoint.that(manner)) {
            Story story = scenario.story(endpoint.url("https", "127.0.0.1")).tells();

            Tried tried = story.failsOnce();
            assertThat(tried.status()).isNull();
            assertThat(tried.error()).isNotBlank();
            assertThat(endpoint.heard()).isEmpty();
            return tried;
        }
    }

    private static void isNotBelieved(Scenario scenario, Identity identity, String host) throws IOException {
        var told = new AtomicInteger();
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
        server.createContext("/", exchange -> {
            told.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        scenario.names.leads(host, "127.0.0.1");
        Story story = scenario.story(
                        "https://" + host + ":" + server.getAddress().getPort() + "/")
                .tells();

        assertThat(story.failsOnce().error()).contains("certification path");
        assertThat(told).hasValue(0);
        server.stop(0);
    }
}
