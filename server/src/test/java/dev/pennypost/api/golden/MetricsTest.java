package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.email;
import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `GET /emails/metrics` over HTTP (contract §9.8). The clock stands at noon of 2026-01-01.
class MetricsTest {
    private final GoldenWorld world = new GoldenWorld();
    private final Client client = new Client(world);
    private final String key = world.newKey();

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void givesEveryMetricOfTheLastDaysWhenNothingIsAskedFor() throws Exception {
        JsonNode answer = get("");
        assertThat(answer.get("start_date").stringValue()).isEqualTo("2025-12-26T12:00:00.000Z");
        assertThat(answer.get("end_date").stringValue()).isEqualTo("2026-01-01T12:00:00.000Z");
        assertThat(answer.get("granularity").stringValue()).isEqualTo("daily");
        assertThat(answer.get("metrics")).hasSize(22);
        assertThat(answer.get("dimensions")).isEmpty();
        assertThat(answer.get("totals").propertyNames()).hasSize(22);
        assertThat(answer.has("data")).isFalse();
    }

    @Test
    void countsWhatIsSentUnderItsDomainAndItsDayAndItsEmail() throws Exception {
        String domain = client.verified(key, "one.test");
        String sent =
                json(client.post(key, "/emails", email("one.test"))).get("id").stringValue();

        JsonNode row = get("?dimensions=period,domain&metrics=sent,delivery_rate&timezone=Asia/Kathmandu")
                .get("data")
                .get(0);
        assertThat(row.toString())
                .isEqualTo("{\"period\":\"2026-01-01\",\"domain_id\":\"" + domain
                        + "\",\"domain_name\":\"one.test\",\"sent\":1,\"delivery_rate\":0.0}");
        assertThat(get("?dimensions=period&metrics=sent").get("data")).hasSize(7);
        assertThat(get("?dimensions=email&metrics=sent").get("data").toString())
                .isEqualTo("[{\"email_id\":\"" + sent + "\",\"sent\":1}]");
        assertThat(total("?metrics=sent&domain_id=" + domain)).isEqualTo(1);
        assertThat(total("?metrics=sent&email_id=" + sent + "&email_id=" + UUID.randomUUID()))
                .isEqualTo(1);
        assertThat(total("?metrics=sent&domain_id=" + UUID.randomUUID())).isZero();
        assertThat(total("?metrics=sent&broadcast_id=" + UUID.randomUUID())).isZero();
        assertThat(json(client.get(world.newKey(), "/emails/metrics?metrics=sent&email_id=" + sent))
                        .get("totals")
                        .get("sent")
                        .intValue())
                .isZero();
    }

    @Test
    void countsWhatIsSentUnderItsTags() throws Exception {
        client.verified(key, "one.test");
        for (String kind : List.of("receipt", "receipt", "reset"))
            assertThat(client.post(key, "/emails", tagged("one.test", kind)).statusCode())
                    .isEqualTo(200);
        client.post(key, "/emails", email("one.test"));

        assertThat(get("?dimensions=tag&tag=category&metrics=sent").get("data").toString())
                .isEqualTo("[{\"tag_name\":\"category\",\"tag_value\":\"receipt\",\"sent\":2},"
                        + "{\"tag_name\":\"category\",\"tag_value\":\"reset\",\"sent\":1}]");
        assertThat(total("?metrics=sent&tag=category:reset")).isEqualTo(1);
        assertThat(total("?metrics=sent&tag=category:reset,category:receipt")).isEqualTo(3);
        assertThat(total("?metrics=sent&tag=kind")).isZero();
        assertThat(total("?metrics=sent")).isEqualTo(4);
    }

    private static String tagged(String domain, String category) {
        return email(domain).replaceFirst("}$", ",\"tags\":[{\"name\":\"category\",\"value\":\"" + category + "\"}]}");
    }

    @Test
    void endsNowWhenAskedForTheFutureAndBeginsBeforeAllBroadcasts() throws Exception {
        JsonNode answer = get("?end_date=2027-01-01&broadcast_id=" + UUID.randomUUID());
        assertThat(answer.get("start_date").stringValue()).isEqualTo("2023-01-01T00:00:00.000Z");
        assertThat(answer.get("end_date").stringValue()).isEqualTo("2026-01-01T12:00:00.000Z");
    }

    @Test
    void spellsHoursWithTheirOffset() throws Exception {
        JsonNode data = get("?dimensions=period&granularity=hourly&metrics=sent&timezone=Europe/Berlin"
                        + "&start_date=2025-10-26T00:00:00Z&end_date=2025-10-26T02:00:00Z")
                .get("data");
        assertThat(data.toString())
                .isEqualTo("[{\"period\":\"2025-10-26T02:00:00+02:00\",\"sent\":0},"
                        + "{\"period\":\"2025-10-26T02:00:00+01:00\",\"sent\":0}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            start_date=                                          | Invalid `start_date`.
            start_date=2026-13-01                                | Invalid `start_date`.
            end_date=tomorrow                                    | Invalid `end_date`.
            end_date=%2B10000-01-01                              | Invalid `end_date`.
            start_date=2025-12-31&end_date=2025-12-30            | Invalid `start_date`. It must be on or before `end_date`.
            timezone=Europe/Atlantis                             | Invalid `timezone`.
            timezone=%2B02:00                                    | Invalid `timezone`.
            granularity=yearly                                   | Invalid `granularity`. It must be one of hourly, daily, weekly, monthly.
            dimensions=period,recipient                          | Invalid `dimensions`. Each must be one of period, domain, email, broadcast, tag.
            dimensions=email&dimensions=broadcast                | Invalid `dimensions`. `email` cannot be combined with `broadcast`.
            domain_id=one                                        | The `domain_id` must be a valid UUID.
            dimensions=period&granularity=hourly&start_date=2024-01-01 | Invalid `granularity`. The date range can't produce more than 10,000 periods at the chosen granularity.
            dimensions=broadcast&email_id=0190b6c4-0000-7000-8000-000000000000 | Invalid `email_id`. It cannot be combined with the `broadcast` dimension or `broadcast_id`.
            dimensions=email&broadcast_id=0190b6c4-0000-7000-8000-000000000000 | Invalid `broadcast_id`. It cannot be combined with the `email` dimension or `email_id`.
            dimensions=tag                                       | Invalid `dimensions`. `tag` needs the parameter `tag`.
            tag=category&dimensions=email                        | Invalid `tag`. It cannot be combined with emails or broadcasts.
            tag=category,kind                                    | Invalid `tag`. Only one name can be asked about.
            """)
    void refusesWhatMakesNoSense(String query, String message) throws Exception {
        refuses(query, message);
    }

    @Test
    void refusesMetricsThatDoNotExistAndTooManyIds() throws Exception {
        var unknown = client.get(key, "/emails/metrics?metrics=sent,loved");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("Invalid `metrics`. Each must be one of received, delivered");
        String id = UUID.randomUUID().toString();
        refuses("email_id=" + id + manyIds(100), "Invalid `email_id`. There can be at most 100 ids.");
    }

    private static String manyIds(int count) {
        var ids = new StringBuilder();
        for (int i = 0; i < count; i++) ids.append(',').append(UUID.randomUUID());
        return ids.toString();
    }

    private void refuses(String query, String message) throws Exception {
        var answer = client.get(key, "/emails/metrics?" + query);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("message").stringValue()).isEqualTo(message);
        assertThat(json(answer).get("name").stringValue()).isEqualTo("validation_error");
    }

    private int total(String query) throws Exception {
        return get(query).get("totals").get("sent").intValue();
    }

    private JsonNode get(String query) {
        try {
            var answer = client.get(key, "/emails/metrics" + query);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return json(answer);
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }
}
