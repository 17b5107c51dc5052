package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Tracking over HTTP: the switches of domains and emails, a link that is followed, and what is told of it.
class TrackingTest {
    private static final String TARGET = "https://shop.test/?a=1&b=2";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private final GoldenWorld world = new GoldenWorld();
    private final Client client = new Client(world);
    private final String key = world.newKey();
    private String domain = "";

    @BeforeEach
    void aDomain() throws Exception {
        domain = client.verified(key, "one.test");
    }

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void emailsDoAsTheirDomainUnlessTheySayOtherwise() throws Exception {
        assertThat(world.tracked(send(""))).isEmpty();
        assertThat(world.tracked(send(",\"tracking\":{\"opens\":true}")))
                .hasValueSatisfying(tracked ->
                        assertThat(tracked).contains("\"opens\": true", "\"clicks\": false", "http://links.test"));
        client.call(key, "PATCH", "/domains/" + domain, "{\"open_tracking\":true,\"click_tracking\":true}");
        assertThat(world.tracked(send("")))
                .hasValueSatisfying(tracked -> assertThat(tracked).contains("\"opens\": true", "\"clicks\": true"));
        assertThat(world.tracked(send(",\"tracking\":{\"clicks\":false}")))
                .hasValueSatisfying(tracked -> assertThat(tracked).contains("\"opens\": true", "\"clicks\": false"));
        assertThat(world.tracked(send(",\"tracking\":{\"opens\":false,\"clicks\":false}")))
                .isEmpty();
    }

    @Test
    void emailsOfABatchHaveTheSwitchToo() throws Exception {
        var answer = client.post(
                key, "/emails/batch", "[" + email("") + "," + email(",\"tracking\":{\"opens\":true}") + "]");
        JsonNode sent = json(answer).get("data");
        assertThat(world.tracked(sent.get(0).get("id").stringValue())).isEmpty();
        assertThat(world.tracked(sent.get(1).get("id").stringValue())).isPresent();
    }

    @Test
    void aSwitchIsOnOrOff() throws Exception {
        var answer = client.post(key, "/emails", email(",\"tracking\":{\"opens\":\"yes\"}"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Invalid `opens` field. Expected boolean, received string.");
    }

    @Test
    void whoFollowsALinkIsToldOf() throws Exception {
        String id = send(",\"tracking\":{\"clicks\":true}");
        String link = world.link(key, id, TARGET);

        assertThat(client.call("", "GET", link, "", "User-Agent", FIREFOX)
                        .headers()
                        .firstValue("Location"))
                .contains(TARGET);
        assertThat(client.call("", "GET", link, "", "User-Agent", "curl/8.9.1")
                        .headers()
                        .firstValue("Location"))
                .contains(TARGET);

        Eventually.holds("both are written down", () -> visits(id).size() == 2);
        JsonNode person = visits(id).get(0).get("machine").isNull()
                ? visits(id).get(0)
                : visits(id).get(1);
        assertThat(person.toString())
                .isEqualTo("{\"to\":\"ada@dest.test\",\"kind\":\"click\",\"link\":\"" + TARGET
                        + "\",\"machine\":null,\"ip_address\":\"127.0.0.1\",\"user_agent\":\"" + FIREFOX
                        + "\",\"at\":\"2026-01-01 12:00:00+00\"}");
        assertThat(json(client.get(key, "/emails/" + id)).get("last_event").stringValue())
                .isEqualTo("clicked");
        JsonNode totals = json(client.get(key, "/emails/metrics?metrics=clicked,unique_clicked"))
                .get("totals");
        assertThat(totals.toString()).isEqualTo("{\"clicked\":1,\"unique_clicked\":1}");
        JsonNode ofEmail = json(client.get(key, "/emails/metrics?metrics=clicked,unique_clicked&email_id=" + id))
                .get("totals");
        assertThat(ofEmail).isEqualTo(totals);
    }

    private JsonNode visits(String id) {
        try {
            return json(client.get(key, "/emails/" + id + "/why")).get("visits");
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    private String send(String more) throws Exception {
        return json(client.post(key, "/emails", email(more))).get("id").stringValue();
    }

    private static String email(String more) {
        return "{\"from\":\"a@one.test\",\"to\":\"ada@dest.test\",\"subject\":\"S\","
                + "\"html\":\"<a href='https://shop.test'>shop</a>\"" + more + "}";
    }
}
