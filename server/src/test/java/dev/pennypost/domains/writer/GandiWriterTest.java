package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GandiWriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakeGandi();
    }

    @Override
    FakeDnsHost host() {
        return (FakeDnsHost) world();
    }

    @Test
    void leavesTheDivisionOfOtherTextsAsItIs() {
        host().add("acme.test", "acme.test", "TXT", "\"in two\" \" strings\"", 0, 7200);
        publish(PLAN, false);
        assertThat(host().at("acme.test", "TXT"))
                .extracting(FakeDnsHost.Rec::data)
                .contains("\"in two\" \" strings\"");
        assertThat(host().at("acme.test", "TXT"))
                .extracting(FakeDnsHost.Rec::ttl)
                .containsOnly(7200);
    }

    private static final class FakeGandi extends FakeSetHost {
        FakeGandi() throws IOException {}

        @Override
        public Credentials credentials() {
            return new Credentials.Gandi(new Secret(TOKEN));
        }

        @Override
        public Credentials wrongCredentials() {
            return new Credentials.Gandi(new Secret("wr0ng"));
        }

        @Override
        Said forbidding() {
            return failed(403, "HTTPForbidden", "Access was denied to this resource.");
        }

        @Override
        Said throttling() {
            return new Said(429, "", Map.of("Retry-After", "7"));
        }

        @Override
        Said answer(Call call) {
            if (!("Bearer " + TOKEN).equals(call.headers().getFirst("Authorization")))
                return failed(
                        401,
                        "HTTPUnauthorized",
                        "The server could not verify that you authorized to access the document");
            String[] path = call.path().split("/", -1);
            String zone = path[3];
            if (!ZONES.contains(zone)) return failed(404, "HTTPNotFound", "The resource could not be found.");
            if (path.length == 4) return Said.json(200, Map.of("fqdn", zone));
            String name = absolute(path[5], zone);
            if (call.method().equals("GET")) {
                if (types(name).isEmpty()) return failed(404, "HTTPNotFound", "Can't find the DNS record " + path[5]);
                return Said.json(
                        200,
                        types(name).stream()
                                .map(type -> set(name, path[5], type))
                                .toList());
            }
            if (call.method().equals("DELETE")) {
                set(zone, name, path[6], 0, List.of());
                return new Said(204, "", Map.of());
            }
            return put(zone, name, path[6], call.json());
        }

        private Map<String, Object> set(String name, String host, String type) {
            return Map.of(
                    "rrset_name",
                    host,
                    "rrset_type",
                    type,
                    "rrset_ttl",
                    at(name, type).getFirst().ttl(),
                    "rrset_values",
                    at(name, type).stream().map(Rec::data).toList());
        }

        private Said put(String zone, String name, String type, JsonNode json) {
            int ttl = json.path("rrset_ttl").intValue();
            if (ttl < 300 || ttl > 2592000) return invalid("rrset_ttl: must be between 300 and 2592000");
            var values = new ArrayList<String>();
            for (JsonNode value : json.path("rrset_values")) {
                if (!complaint(type, value.stringValue()).isEmpty())
                    return invalid(complaint(type, value.stringValue()));
                values.add(value.stringValue());
            }
            var before = List.copyOf(records);
            set(zone, name, type, ttl, values);
            if (collides(zone, name)) {
                records.clear();
                records.addAll(before);
                return failed(409, "HTTPConflict", "A CNAME cannot share its name");
            }
            return Said.json(201, Map.of("message", "DNS Record Created"));
        }

        private static Said invalid(String why) {
            return Said.json(
                    400,
                    Map.of(
                            "status",
                            "error",
                            "errors",
                            List.of(Map.of("location", "body", "name", "rrset_values", "description", why))));
        }

        private static Said failed(int status, String object, String message) {
            return Said.json(status, Map.of("code", status, "object", object, "message", message));
        }
    }
}
