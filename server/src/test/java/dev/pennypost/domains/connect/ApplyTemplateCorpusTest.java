package dev.pennypost.domains.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pennypost.domains.connect.ApplyTemplate.Application;
import dev.pennypost.domains.connect.ApplyTemplate.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The compliance suites of Domain Connect, run against the stand-in that our own template is tried on.
class ApplyTemplateCorpusTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("pennypost.root"), "../shared/corpora/domain-connect");
    private static final String RANDOM = "<test only: random>";

    private static final List<Map<String, Object>> BACKING = List.of(
            Map.of("type", "A", "pointsTo", "127.0.0.1", "ttl", 600),
            Map.of("type", "AAAA", "pointsTo", "::1", "ttl", 600));

    /// The suite names templates that are not in it; these do what its cases say of them.
    private static final Map<String, Map<String, Object>> TEMPLATES = Map.of(
            "template1", Map.of("records", List.of(record("A", "@", "pointsTo", "%IP%", 1800), text("@", null))),
            "template2",
                    Map.of(
                            "records",
                            List.of(
                                    record("A", "@", "pointsTo", "%IP%", 1800),
                                    text("@", null),
                                    record("CNAME", "whd", "pointsTo", "@", 600))),
            "templateredir",
                    Map.of(
                            "records",
                            List.of(
                                    record("A", "www", "pointsTo", "%IP%", 1800),
                                    text("www", "shm:"),
                                    Map.of("type", "REDIR301", "host", "@", "target", "http://www.%fqdn%"))),
            "templatehostrequired",
                    Map.of(
                            "hostRequired",
                            true,
                            "records",
                            List.of(record("CNAME", "@", "pointsTo", "%domain%", 1800))),
            "testmultiinstance",
                    Map.of("multiInstance", true, "records", List.of(record("TXT", "@", "data", "%test%", 1800))));

    @TestFactory
    Stream<DynamicTest> appliesRecordsAsTheSuiteSays() throws IOException {
        return cases("process_records_tests.yaml").map(test -> dynamicTest(id(test), () -> run(test, null)));
    }

    /// The signature of one case is checked against a key in live DNS, and is not looked at here.
    @TestFactory
    Stream<DynamicTest> appliesTemplatesAsTheSuiteSays() throws IOException {
        return cases("apply_template_tests.yaml")
                .map(test -> dynamicTest(
                        id(test), () -> run(test, TEMPLATES.get(input(test).get("service_id")))));
    }

    private static void run(Map<String, Object> test, @Nullable Map<String, Object> template) {
        var input = input(test);
        var expected = map(test.get("expect"));
        if (expected.containsKey("exception")) {
            var refused = catchThrowableOfType(Refused.class, () -> apply(input, template));
            assertThat(refused).as("refused").isNotNull();
            assertThat(refused.kind).isEqualTo(expected.get("exception"));
            return;
        }
        var applied = apply(input, template);
        if (expected.get("records") != null)
            assertThat(applied.zone()).containsExactlyInAnyOrderElementsOf(sorted(expected.get("records")));
        assertThat(applied.added()).as("added").isEqualTo(expected.get("new_count"));
        assertThat(applied.deleted()).as("deleted").isEqualTo(expected.get("delete_count"));
    }

    private static ApplyTemplate.Applied apply(Map<String, Object> input, @Nullable Map<String, Object> template) {
        String host = or(input.get("host"), "").toLowerCase(Locale.ROOT);
        if (template != null && template.containsKey("hostRequired") && host.isEmpty())
            throw new Refused("HostRequired", "no host");
        var how = new Application(
                or(input.get("domain"), "").toLowerCase(Locale.ROOT),
                host.equals("@") && !Boolean.TRUE.equals(input.get("multi_aware")) ? "" : host,
                strings(input.get("params")),
                Set.copyOf(list(input.get("group_ids")).stream()
                        .map(String::valueOf)
                        .toList()),
                Boolean.TRUE.equals(input.get("multi_aware")),
                Boolean.TRUE.equals(input.get("multi_instance"))
                        || (template != null && template.containsKey("multiInstance")),
                or(input.get("provider_id"), ""),
                or(input.get("service_id"), ""),
                or(input.get("unique_id"), RANDOM),
                template == null ? records(input.get("redirect_records")) : BACKING);
        var records = records(template == null ? input.get("template_records") : template.get("records"));
        return ApplyTemplate.apply(records(input.get("zone_records")), records, how);
    }

    private static Stream<Map<String, Object>> cases(String file) throws IOException {
        assumeTrue(Files.exists(CORPUS), "the Domain Connect corpus is not at " + CORPUS);
        Map<String, Object> suite =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(CORPUS.resolve(file)));
        return list(suite.get("tests")).stream().map(ApplyTemplateCorpusTest::map);
    }

    private static String id(Map<String, Object> test) {
        return String.valueOf(test.get("id"));
    }

    private static Map<String, Object> input(Map<String, Object> test) {
        return map(test.get("input"));
    }

    private static List<Map<String, Object>> sorted(@Nullable Object records) {
        return records(records).stream().<Map<String, Object>>map(TreeMap::new).toList();
    }

    private static List<Map<String, Object>> records(@Nullable Object yaml) {
        var records = new ArrayList<Map<String, Object>>();
        list(yaml).forEach(record -> records.add(map(record)));
        return records;
    }

    private static List<?> list(@Nullable Object yaml) {
        return yaml instanceof List<?> list ? list : List.of();
    }

    private static Map<String, Object> map(@Nullable Object yaml) {
        var map = new TreeMap<String, Object>();
        if (yaml instanceof Map<?, ?> given)
            given.forEach((key, value) ->
                    map.put(String.valueOf(key), value instanceof Map<?, ?> ? map(value) : value));
        return map;
    }

    private static Map<String, String> strings(@Nullable Object yaml) {
        return map(yaml).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }

    private static String or(@Nullable Object given, String otherwise) {
        return given == null ? otherwise : String.valueOf(given);
    }

    private static Map<String, Object> record(String type, String host, String field, String value, int ttl) {
        return Map.of("type", type, "host", host, field, value, "ttl", ttl);
    }

    private static Map<String, Object> text(String host, @Nullable String prefix) {
        var record = new TreeMap<>(record("TXT", host, "data", "%RANDOMTEXT%", 1800));
        if (prefix != null) record.put("txtConflictMatchingMode", "Prefix");
        if (prefix != null) record.put("txtConflictMatchingPrefix", prefix);
        return record;
    }
}
