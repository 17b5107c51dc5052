package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.email;
import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.keys.Permission;
import dev.pennypost.teams.TeamLimits;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a team may do, what it is told about it, and what happens when it wants more (contract §4 and §27).
class UsageTest {
    private final GoldenWorld world = new GoldenWorld(10);
    private final Client client = new Client(world);
    private final String key = world.newKey();

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void tellsTheRateLimitOnEveryAnswer() throws Exception {
        for (var answer : List.of(
                client.get(key, "/domains"),
                client.get("", "/domains"),
                client.get("re_AAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAA", "/domains"),
                client.get(world.newKey(Permission.SENDING_ACCESS), "/domains"),
                client.get(key, "/nothing"),
                client.call(key, "PUT", "/domains", ""),
                client.post(key, "/domains", "{"),
                client.post(key, "/domains", "{}"))) {
            assertThat(header(answer, "ratelimit-limit")).isEqualTo("10");
            assertThat(header(answer, "ratelimit-remaining")).matches("\\d+");
            assertThat(header(answer, "ratelimit-reset")).isEqualTo("1");
            assertThat(header(answer, "ratelimit-policy")).isEqualTo("10;w=1");
            assertThat(header(answer, "retry-after")).isEmpty();
        }
    }

    @Test
    void refusesTheEleventhRequestOfASecondInTheContractsWords() throws Exception {
        for (int i = 9; i >= 0; i--)
            assertThat(header(client.get(key, "/domains"), "ratelimit-remaining"))
                    .isEqualTo(Integer.toString(i));

        var eleventh = client.get(key, "/domains");

        assertThat(eleventh.statusCode()).isEqualTo(429);
        assertThat(eleventh.body())
                .isEqualTo(
                        "{\"statusCode\":429,\"message\":\"Too many requests. You can only make 10 requests per second."
                                + " See rate limit response headers for more information. Or contact support to increase rate"
                                + " limit.\",\"name\":\"rate_limit_exceeded\"}");
        assertThat(header(eleventh, "retry-after")).isEqualTo("1");
        assertThat(header(eleventh, "ratelimit-remaining")).isEqualTo("0");
        assertThat(client.get(world.newKey(), "/domains").statusCode()).isEqualTo(200);
        world.obey("advance", "PT1S");
        assertThat(client.get(key, "/domains").statusCode()).isEqualTo(200);
    }

    @Test
    void givesATeamARateOfItsOwn() throws Exception {
        world.limit(key, new TeamLimits(2, null, null));
        assertThat(header(client.get(key, "/domains"), "ratelimit-policy")).isEqualTo("2;w=1");
        client.get(key, "/domains");
        assertThat(client.get(key, "/domains").statusCode()).isEqualTo(429);

        world.limit(key, new TeamLimits(0, null, null));
        for (int i = 0; i < 12; i++)
            assertThat(client.get(key, "/domains").statusCode()).isEqualTo(200);
        assertThat(json(client.get(key, "/usage"))
                        .get("rate_limit")
                        .get("limit")
                        .intValue())
                .isEqualTo(1_000_000);
    }

    @Test
    void tellsHowManyEmailsWereSentWithEachAnswerAboutSending() throws Exception {
        prepare();
        var unlimited = client.post(key, "/emails", email("one.test"));
        assertThat(header(unlimited, "x-resend-monthly-quota")).isEqualTo("1");
        assertThat(header(unlimited, "x-resend-daily-quota")).isEmpty();

        world.limit(key, new TeamLimits(0, 10L, null));
        var batch = client.post(key, "/emails/batch", "[" + email("one.test") + "," + email("one.test") + "]");
        assertThat(batch.statusCode()).isEqualTo(200);
        assertThat(header(batch, "x-resend-monthly-quota")).isEqualTo("3");
        assertThat(header(batch, "x-resend-daily-quota")).isEqualTo("3");
        assertThat(header(client.get(key, "/emails"), "x-resend-monthly-quota")).isEmpty();
    }

    @Test
    void refusesEmailsBeyondTheDaysQuota() throws Exception {
        prepare();
        world.limit(key, new TeamLimits(0, 1L, 5L));
        assertThat(client.post(key, "/emails", email("one.test")).statusCode()).isEqualTo(200);

        for (var refused : List.of(
                client.post(key, "/emails", email("one.test")),
                client.post(key, "/emails/batch", "[" + email("one.test") + "]"))) {
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body())
                    .isEqualTo("{\"statusCode\":429,\"message\":\"You have exceeded your daily email sending quota.\","
                            + "\"name\":\"daily_quota_exceeded\"}");
            assertThat(header(refused, "x-resend-daily-quota")).isEqualTo("1");
            assertThat(header(refused, "ratelimit-limit")).isEqualTo("1000000");
            assertThat(header(refused, "retry-after")).isEmpty();
        }
        assertThat(client.post(key, "/v1/mails/send", """
                        {"from":{"email":"a@one.test"},"to":{"email":"ada@dest.test"},"subject":"S","text":"T"}""").statusCode()).isEqualTo(429);
        world.obey("advance", "PT12H");
        assertThat(client.post(key, "/emails", email("one.test")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesEmailsBeyondTheMonthsQuota() throws Exception {
        prepare();
        world.limit(key, new TeamLimits(0, null, 0L));
        var refused = client.post(key, "/emails", email("one.test"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body())
                .isEqualTo("{\"statusCode\":429,\"message\":\"You have exceeded your monthly email sending quota.\","
                        + "\"name\":\"monthly_quota_exceeded\"}");
    }

    @Test
    void looksAtTheSenderBeforeTheQuota() throws Exception {
        world.limit(key, new TeamLimits(0, 0L, 0L));
        assertThat(client.post(key, "/emails", email("nobodys.test")).statusCode())
                .isEqualTo(403);
        assertThat(client.post(key, "/emails", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void tellsWhatIsUsed() throws Exception {
        prepare();
        client.post(key, "/emails", email("one.test"));
        world.limit(key, new TeamLimits(null, 100L, 3_000L));
        assertThat(client.get(key, "/usage").body())
                .isEqualTo(
                        "{\"object\":\"usage\",\"emails\":{\"daily\":{\"used\":1,\"limit\":100,\"sent\":1,\"received\":0,"
                                + "\"resets_at\":\"2026-01-02T00:00:00.000Z\"},\"monthly\":{\"used\":1,\"limit\":3000,\"sent\":1,"
                                + "\"received\":0,\"resets_at\":\"2026-02-01T00:00:00.000Z\"}},"
                                + "\"contacts\":{\"used\":0,\"limit\":null},\"segments\":{\"used\":0,\"limit\":null},"
                                + "\"broadcasts\":{\"used\":0,\"limit\":null},"
                                + "\"ai_credits\":{\"used\":0,\"limit\":null,\"next_increase_at\":null},"
                                + "\"automation_runs\":{\"used\":0,\"limit\":null,\"resets_at\":\"2026-02-01T00:00:00.000Z\"},"
                                + "\"domains\":{\"used\":1,\"limit\":null},\"rate_limit\":{\"limit\":10,\"duration\":\"1s\"}}");
        var nobody = json(client.get(world.newKey(), "/usage")).get("emails").get("daily");
        assertThat(nobody.get("used").intValue()).isZero();
        assertThat(nobody.get("limit").isNull()).isTrue();
    }

    /// Has a domain verified, which takes some requests.
    private void prepare() throws Exception {
        client.verified(key, "one.test");
        world.obey("advance", "PT1S");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
