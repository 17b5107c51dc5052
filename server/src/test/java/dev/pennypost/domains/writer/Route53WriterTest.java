package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.Diff.Action;
import dev.pennypost.domains.writer.Diff.Change;
import dev.pennypost.mail.dns.DomainName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class Route53WriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakeRoute53();
    }

    @Override
    FakeRoute53 host() {
        return (FakeRoute53) world();
    }

    @Test
    void readsNamesWithOctalEscapes() {
        host().add("acme.test", "*.acme.test", "TXT", "\"wild\"", 0, 300);
        assertThat(read("*.acme.test", "TXT")).containsExactly("wild");
    }

    @Test
    void leavesAnAliasAlone() {
        host().add("acme.test", "links.acme.test", "A", "ALIAS d111.cloudfront.net.", 0, 0);
        var diff = publish(PLAN, false);
        assertThat(diff.changes())
                .filteredOn(change -> change.action() == Action.CONFLICT)
                .extracting(Change::type)
                .containsExactly("A", "CNAME");
        assertThat(host().at("links.acme.test", "A")).hasSize(1);
    }

    @Test
    void losesToSomebodyWhoWasFasterBetweenReadingAndWriting() {
        world().put("send.acme.test", "TXT", "v=spf1 include:_spf.crm.example -all");
        var writer = writer();
        var zone = writer.zone(DOMAIN).orElseThrow();
        var set = writer.read(zone, java.util.Set.of(DomainName.ofDns("send.acme.test")))
                .getFirst();
        world().put("send.acme.test", "TXT", "more");
        var change = new SetChange(set.name(), set.type(), Optional.of(set), List.of("ours"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> writer.apply(zone, List.of(change)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(new WriterProblem.ZoneChanged()));
    }

    @Test
    void asksWhichOfSeveralZonesOfOneNameIsMeant() {
        host().twice = true;
        assertThat(refusal(publishing().preview(order(PLAN, false)))).isInstanceOf(WriterProblem.Rejected.class);
        var named = new Credentials.Route53(
                "AKIDEXAMPLE", new Secret(FakeDnsHost.TOKEN), new Secret(""), Optional.of("Z1"));
        assertThat(publishing().preview(new DnsPublishing.Order(DOMAIN, PLAN, named, false)))
                .isInstanceOf(PublishResult.Previewed.class);
    }

    static final class FakeRoute53 extends FakeSetHost {
        boolean twice;

        FakeRoute53() throws IOException {}

        @Override
        public Credentials credentials() {
            return new Credentials.Route53("AKIDEXAMPLE", new Secret(TOKEN), new Secret(""), Optional.empty());
        }

        @Override
        public Credentials wrongCredentials() {
            return new Credentials.Route53("AKIDEXAMPLE", new Secret("wr0ng"), new Secret(""), Optional.empty());
        }

        @Override
        Said forbidding() {
            return failed(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::1:user/x is not authorized to perform: route53:ListHostedZonesByName");
        }

        @Override
        Said throttling() {
            return failed(400, "Throttling", "Rate exceeded");
        }

        @Override
        Said answer(Call call) {
            if (!isSigned(call))
                return failed(
                        403,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you provided.");
            String path = call.path().substring("/2013-04-01".length());
            if (path.equals("/hostedzonesbyname")) return zones(call.query().getOrDefault("dnsname", ""));
            String zone = path.split("/", -1)[2].equals("Z2") ? ZONES.get(1) : ZONES.get(0);
            return call.method().equals("GET") ? list(zone, call) : change(zone, call);
        }

        /// From the name on, in the order of the labels from the right.
        private Said zones(String from) {
            var body = new StringBuilder("<ListHostedZonesByNameResponse><HostedZones>");
            for (String zone : Stream.concat(ZONES.stream(), twice ? Stream.of("acme.test") : Stream.<String>empty())
                    .toList()) {
                if (ORDER.compare(zone + ".", from) < 0) continue;
                String id = zone.equals("own.acme.test") ? "Z2" : body.indexOf("Z1<") < 0 ? "Z1" : "Z3";
                body.append("<HostedZone><Id>/hostedzone/")
                        .append(id)
                        .append("</Id><Name>")
                        .append(zone)
                        .append(".</Name><Config><PrivateZone>false</PrivateZone></Config></HostedZone>");
            }
            body.append(
                    "<HostedZone><Id>/hostedzone/ZP</Id><Name>acme.test.</Name><Config><PrivateZone>true</PrivateZone></Config></HostedZone>");
            return xml(body + "</HostedZones><IsTruncated>false</IsTruncated></ListHostedZonesByNameResponse>");
        }

        private static final Comparator<String> ORDER = Comparator.comparing(name ->
                Stream.of(name.split("\\.", -1)).toList().reversed().stream().collect(Collectors.joining(".")));

        private Said list(String zone, Call call) {
            record Slot(String name, String type) {}
            var slots =
                    new TreeSet<Slot>(Comparator.comparing(Slot::name, ORDER).thenComparing(Slot::type));
            records.stream()
                    .filter(record -> record.zone().equals(zone))
                    .forEach(record -> slots.add(new Slot(record.name() + ".", record.type())));
            var from =
                    new Slot(call.query().getOrDefault("name", ""), call.query().getOrDefault("type", ""));
            int size = 2; // small, so that one name has several pages
            var shown = slots.tailSet(from).stream().limit(size + 1L).toList();
            var body = new StringBuilder("<ListResourceRecordSetsResponse><ResourceRecordSets>");
            for (var slot : shown.stream().limit(size).toList()) body.append(set(slot.name, slot.type));
            body.append("</ResourceRecordSets><IsTruncated>")
                    .append(shown.size() > size)
                    .append("</IsTruncated>");
            if (shown.size() > size)
                body.append("<NextRecordName>")
                        .append(escaped(shown.getLast().name))
                        .append("</NextRecordName><NextRecordType>")
                        .append(shown.getLast().type)
                        .append("</NextRecordType>");
            return xml(body + "</ListResourceRecordSetsResponse>");
        }

        private String set(String name, String type) {
            var found = at(name.substring(0, name.length() - 1), type);
            String head = "<ResourceRecordSet><Name>" + escaped(name) + "</Name><Type>" + type + "</Type>";
            if (found.getFirst().data().startsWith("ALIAS "))
                return head + "<AliasTarget><HostedZoneId>Z9</HostedZoneId><DNSName>"
                        + found.getFirst().data().substring(6) + "</DNSName></AliasTarget></ResourceRecordSet>";
            return head + "<TTL>" + found.getFirst().ttl() + "</TTL><ResourceRecords>"
                    + found.stream()
                            .map(record -> "<ResourceRecord><Value>" + Xml.escaped(record.data())
                                    + "</Value></ResourceRecord>")
                            .collect(Collectors.joining())
                    + "</ResourceRecords></ResourceRecordSet>";
        }

        private static String escaped(String name) {
            return name.replace("*", "\\052");
        }

        /// All or nothing; a deletion must name exactly what is there.
        private Said change(String zone, Call call) {
            var before = List.copyOf(records);
            var touched = new ArrayList<String>();
            for (var change : Xml.parse(call.body())
                    .find("ChangeBatch", "Changes")
                    .orElseThrow()
                    .all("Change")) {
                var set = change.find("ResourceRecordSet").orElseThrow();
                String dotted = set.text("Name");
                String name = dotted.substring(0, dotted.length() - 1);
                touched.add(name);
                String problem = change(zone, change.text("Action"), name, set);
                if (!problem.isEmpty()) return undo(before, problem);
            }
            for (String name : touched)
                if (collides(zone, name))
                    return undo(before, "[RRSet of type CNAME with DNS name " + name + ". conflicts]");
            return xml(
                    "<ChangeResourceRecordSetsResponse><ChangeInfo><Status>PENDING</Status></ChangeInfo></ChangeResourceRecordSetsResponse>");
        }

        private String change(String zone, String action, String name, Xml set) {
            String type = set.text("Type");
            int ttl = Integer.parseInt(set.text("TTL"));
            var data = set.find("ResourceRecords").orElseThrow().all("ResourceRecord").stream()
                    .map(record -> record.text("Value"))
                    .toList();
            var there = at(name, type);
            switch (action) {
                case "DELETE" -> {
                    if (there.isEmpty())
                        return "[Tried to delete resource record set [name='" + name + ".'] but it was not found]";
                    boolean same = there.getFirst().ttl() == ttl
                            && new TreeSet<>(there.stream().map(Rec::data).toList()).equals(new TreeSet<>(data));
                    if (!same)
                        return "[Tried to delete resource record set [name='" + name
                                + ".'] but the values provided do not match the current values]";
                    set(zone, name, type, ttl, List.of());
                }
                case "CREATE" -> {
                    if (!there.isEmpty())
                        return "[Tried to create resource record set [name='" + name + ".'] but it already exists]";
                    for (String value : data)
                        if (!complaint(type, value).isEmpty())
                            return "[Invalid Resource Record: " + complaint(type, value) + "]";
                    set(zone, name, type, ttl, data);
                }
                default -> throw new IllegalArgumentException(action);
            }
            return "";
        }

        private Said undo(List<Rec> before, String problem) {
            records.clear();
            records.addAll(before);
            return failed(400, "InvalidChangeBatch", problem);
        }

        /// Calculated again from what arrived, by the specification.
        private static boolean isSigned(Call call) {
            String auth = call.headers().getFirst("Authorization");
            String[] scope = between(auth, "Credential=", ",").split("/", -1);
            String names = between(auth, "SignedHeaders=", ",");
            String headers = Stream.of(names.split(";", -1))
                    .map(name -> name + ":" + call.headers().getFirst(name) + "\n")
                    .collect(Collectors.joining());
            String query = call.query().entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + RemoteApi.segment(pair.getValue()))
                    .sorted()
                    .collect(Collectors.joining("&"));
            String canonical = call.method() + "\n" + call.path() + "\n" + query + "\n" + headers + "\n" + names + "\n"
                    + sha256(call.body());
            String toSign = "AWS4-HMAC-SHA256\n" + call.headers().getFirst("X-Amz-Date") + "\n"
                    + String.join("/", List.of(scope).subList(1, 5)) + "\n"
                    + sha256(canonical.getBytes(StandardCharsets.UTF_8));
            byte[] key = ("AWS4" + TOKEN).getBytes(StandardCharsets.UTF_8);
            for (int i = 1; i < 5; i++) key = hmac(key, scope[i]);
            return auth.endsWith("Signature=" + HexFormat.of().formatHex(hmac(key, toSign)));
        }

        private static String between(String text, String from, String to) {
            int start = text.indexOf(from) + from.length();
            return text.substring(start, text.indexOf(to, start));
        }

        private static String sha256(byte[] octets) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
            } catch (java.security.GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static byte[] hmac(byte[] key, String text) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            } catch (java.security.GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static Said xml(String body) {
            return new Said(200, "<?xml version=\"1.0\"?>\n" + body, Map.of("Content-Type", "text/xml"));
        }

        private static Said failed(int status, String code, String message) {
            return new Said(
                    status,
                    "<?xml version=\"1.0\"?>\n<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error><Type>Sender</Type><Code>"
                            + code + "</Code><Message>" + Xml.escaped(message) + "</Message></Error></ErrorResponse>",
                    Map.of());
        }
    }
}
