package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two servers, one of them the upstream that an organisation of the other brings its own key of.
final class TwoPennypostsTest {
    private static final String NAME = "notifications.acme.test";

    @Test
    void oneManagesItsDomainAtTheOther(@TempDir Path temp) {
        try (var upstream = Pennypost.dev(temp.resolve("upstream"));
                var ours = Pennypost.dev(temp.resolve("ours"))) {
            assertThat(ours.get("/byok/domains").get("domain").isNull()).isTrue();
            var key = put(
                    ours,
                    "/byok/key",
                    "{\"api_key\":\"" + upstream.key() + "\",\"url\":\"" + upstream.url() + "\"}");
            assertThat(key.toString()).doesNotContain(upstream.key());

            var added = ours.post("/byok/domains", "{\"domain_name\":\"" + NAME + "\"}").get("domain");
            String id = added.get("resend_domain_id").stringValue();
            assertThat(upstream.get("/domains/" + id).get("name").stringValue()).isEqualTo(NAME);
            assertThat(added.get("records").size()).isEqualTo(3);

            upstream.post("/sandbox/dns/" + NAME + "/publish", "");
            ours.post("/byok/domains/verify", "");
            Eventually.holds("verified there and told here", () -> ours.post("/byok/domains/refresh", "")
                    .get("domain")
                    .get("status")
                    .stringValue()
                    .equals("verified"));
            assertThat(ours.get("/byok/domains").get("domain").get("verified_at").isNull())
                    .isFalse();
            assertThat(ours.get("/byok/domains/sync").get("selectedDomainId").stringValue())
                    .isEqualTo(id);

            ours.send(ours.request("/byok/domains").DELETE().build());
            assertThat(upstream.get("/domains").get("data")).isEmpty();
        }
    }

    @Test
    void saysSoWhenTheOtherIsGone(@TempDir Path temp) {
        try (var ours = Pennypost.dev(temp.resolve("ours"))) {
            try (var upstream = Pennypost.dev(temp.resolve("upstream"))) {
                put(
                        ours,
                        "/byok/key",
                        "{\"api_key\":\"" + upstream.key() + "\",\"url\":\"" + upstream.url() + "\"}");
            }
            var refused = ours.send(ours.request("/byok/domains")
                    .POST(BodyPublishers.ofString("{\"domain_name\":\"" + NAME + "\"}"))
                    .build());
            assertThat(refused.statusCode()).isEqualTo(502);
            assertThat(refused.body()).contains("upstream_unreachable");
            assertThat(ours.get("/byok/domains").get("domain").isNull()).isTrue();
        }
    }

    private static JsonNode put(Pennypost pennypost, String path, String body) {
        HttpRequest request = pennypost
                .request(path)
                .PUT(BodyPublishers.ofString(body))
                .build();
        var answer = pennypost.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
