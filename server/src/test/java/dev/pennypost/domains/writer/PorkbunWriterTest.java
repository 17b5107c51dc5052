package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.mail.dns.DomainName;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PorkbunWriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakePorkbun();
    }

    @Override
    FakeDnsHost host() {
        return (FakeDnsHost) world();
    }

    @Test
    void tellsADomainThatIsNotOpenedForTheApi() {
        var order = new DnsPublishing.Order(DomainName.parse("closed.test"), PLAN, world().credentials(), false);
        assertThat(refusal(publishing().preview(order)))
                .isEqualTo(new WriterProblem.NotPermitted("Domain is not opted in to API access."));
    }

    private static final class FakePorkbun extends FakeDnsHost {
        FakePorkbun() throws IOException {}

        @Override
        public Credentials credentials() {
            return new Credentials.Porkbun(new Secret("pk1_abc"), new Secret(TOKEN));
        }

        @Override
        public Credentials wrongCredentials() {
            return new Credentials.Porkbun(new Secret("pk1_abc"), new Secret("wr0ng"));
        }

        @Override
        public void put(String name, String type, String value) {
            int priority = type.equals("MX") ? Integer.parseInt(value.split(" ", -1)[0]) : 0;
            add("acme.test", name, type, type.equals("MX") ? value.split(" ", -1)[1] : value, priority, 600);
        }

        @Override
        Said forbidding() {
            return failed(400, "Domain is not opted in to API access.");
        }

        @Override
        Said throttling() {
            return failed(429, "Rate limit exceeded.");
        }

        @Override
        String published(Rec record) {
            return switch (record.type()) {
                case "MX" -> record.priority() + " " + record.data() + ".";
                case "CNAME" -> record.data() + ".";
                case "TXT" -> divided(record.data().replace("\\", "\\\\").replace("\"", "\\\""));
                default -> record.data();
            };
        }

        @Override
        Said answer(Call call) {
            if (!call.method().equals("POST")) return failed(400, "All API commands must be POST.");
            var json = call.json();
            boolean known = "pk1_abc".equals(json.path("apikey").stringValue())
                    && TOKEN.equals(json.path("secretapikey").stringValue());
            if (!known) return failed(400, "Invalid API key. (002)");
            String[] path = call.path().split("/", -1);
            String zone = path[3];
            if (zone.equals("closed.test")) return failed(400, "Domain is not opted in to API access.");
            if (!ZONES.contains(zone)) return failed(400, "Invalid domain.");
            return switch (path[2]) {
                case "retrieve" -> retrieved(zone);
                case "create" -> written(zone, newId(), json, true);
                case "edit" -> written(zone, path[4], json, false);
                case "delete" ->
                    records.removeIf(record -> record.id().equals(path[4]))
                            ? Said.json(200, Map.of("status", "SUCCESS"))
                            : failed(400, "Invalid record ID.");
                default -> failed(404, "no such command");
            };
        }

        private Said retrieved(String zone) {
            return Said.json(
                    200,
                    Map.of(
                            "status",
                            "SUCCESS",
                            "records",
                            records.stream()
                                    .filter(record -> record.zone().equals(zone))
                                    .map(record -> Map.of(
                                            "id",
                                            record.id(),
                                            "name",
                                            record.name(),
                                            "type",
                                            record.type(),
                                            "content",
                                            record.data(),
                                            "ttl",
                                            "" + record.ttl(),
                                            "prio",
                                            "" + record.priority(),
                                            "notes",
                                            ""))
                                    .toList()));
        }

        private Said written(String zone, String id, JsonNode json, boolean isNew) {
            int ttl = Integer.parseInt(json.path("ttl").stringValue());
            if (ttl < 600) return failed(400, "TTL must be at least 600.");
            String name = absolute(json.path("name").stringValue(), zone);
            String type = json.path("type").stringValue();
            int priority = json.path("prio").isString()
                    ? Integer.parseInt(json.path("prio").stringValue())
                    : 0;
            var record = new Rec(id, zone, name, type, json.path("content").stringValue(), priority, ttl);
            boolean collides = !name.equals(zone)
                    && records.stream()
                            .anyMatch(there -> there.name().equals(name)
                                    && !there.id().equals(id)
                                    && (there.type().equals("CNAME") || type.equals("CNAME")));
            if (collides) return failed(400, "Create error: We were unable to create the DNS record.");
            if (isNew) records.add(record);
            else records.replaceAll(there -> there.id().equals(id) ? record : there);
            return Said.json(200, Map.of("status", "SUCCESS", "id", id));
        }

        private static Said failed(int status, String message) {
            return Said.json(status, Map.of("status", "ERROR", "message", message));
        }
    }
}
