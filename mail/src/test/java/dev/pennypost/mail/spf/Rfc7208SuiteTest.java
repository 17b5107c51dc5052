package dev.pennypost.mail.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PlainZone;
import dev.pennypost.mail.dns.RecordType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The openspf test suite for RFC 7208: scenarios with their own DNS, each with many clients.
class Rfc7208SuiteTest {
    private static final Path SUITE = Path.of(
            Objects.requireNonNullElse(System.getProperty("pennypost.root"), "."),
            "../shared/corpora/spf/rfc7208-tests.yml");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TestFactory
    List<DynamicTest> agreesWithTheSuite() throws IOException {
        assumeTrue(Files.isRegularFile(SUITE), "the SPF suite is not at " + SUITE);
        var tests = new ArrayList<DynamicTest>();
        String text = Files.readString(SUITE, StandardCharsets.UTF_8);
        for (Object scenario : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            var zone = zone(map(value(map(scenario), "zonedata")));
            String description = String.valueOf(map(scenario).get("description"));
            map(value(map(scenario), "tests"))
                    .forEach((name, test) ->
                            tests.add(DynamicTest.dynamicTest(description + ": " + name, () -> run(zone, map(test)))));
        }
        assertThat(tests).hasSize(203);
        return tests;
    }

    private static void run(PlainZone zone, Map<?, ?> test) throws IOException {
        var evaluator = new SpfEvaluator(zone, "mx.receiver.example", CLOCK);
        var result = evaluator.check(
                InetAddress.ofLiteral((String) value(test, "host")), (String) value(test, "helo"), (String)
                        value(test, "mailfrom"));
        assertThat(list(value(test, "result")))
                .as(result.toString())
                .contains(result.verdict().word());
        if (test.get("explanation") instanceof String explanation)
            assertThat(result.explanation()).isEqualToIgnoringCase(explanation.equals("DEFAULT") ? "" : explanation);
    }

    private static PlainZone zone(Map<?, ?> data) {
        var zone = new PlainZone();
        data.forEach((name, entries) -> fill(zone, (String) name, list(entries)));
        // The answer for an alias is that of its target, as a resolver gives it.
        data.forEach((name, entries) -> list(entries).stream()
                .filter(entry -> entry instanceof Map<?, ?> map && map.containsKey("CNAME"))
                .map(entry -> data.get(value(map(entry), "CNAME")))
                .forEach(target -> fill(zone, (String) name, target == null ? List.of() : list(target))));
        return zone;
    }

    private static void fill(PlainZone zone, String name, List<Object> entries) {
        try {
            DomainName.ofDns(name);
        } catch (BadDomainName neverAskedFor) {
            return;
        }
        zone.exists(name);
        boolean hasTxt = entries.stream().anyMatch(entry -> entry instanceof Map<?, ?> map && map.containsKey("TXT"));
        for (Object entry : entries) {
            if (entry.equals("TIMEOUT")) zone.fails(name);
            else map(entry).forEach((type, value) -> add(zone, name, (String) type, value, hasTxt));
        }
    }

    private static void add(PlainZone zone, String name, String type, Object value, boolean hasTxt) {
        switch (type) {
            case "TXT" -> {
                if (!value.equals("NONE")) zone.txt(name, joined(value));
            }
            case "SPF" -> {
                // The suite gives each record once, as the abandoned type, and means a TXT record of the same text.
                if (!hasTxt) zone.txt(name, joined(value));
            }
            case "A", "AAAA" ->
                zone.add(name, RecordType.valueOf(type), new DnsRecord.Address(InetAddress.ofLiteral((String) value)));
            case "MX" -> {
                var parts = list(value);
                zone.add(
                        name,
                        RecordType.MX,
                        new DnsRecord.Mx((Integer) parts.get(0), ((String) parts.get(1)).replaceAll("\\.$", "")));
            }
            case "PTR" ->
                zone.add(name, RecordType.PTR, new DnsRecord.Name(RecordType.PTR, DomainName.ofDns((String) value)));
            case "CNAME" -> {}
            default -> throw new IllegalArgumentException(type);
        }
    }

    private static String joined(Object value) {
        return String.join("", list(value).stream().map(String::valueOf).toList());
    }

    private static List<Object> list(Object value) {
        return value instanceof List<?> list ? List.copyOf(list) : List.of(value);
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static Object value(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }
}
