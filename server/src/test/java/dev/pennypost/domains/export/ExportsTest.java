package dev.pennypost.domains.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeDns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExportsTest {
    private static final DomainName ZONE = DomainName.parse("acme.test");
    private static final DomainName DOMAIN = DomainName.parse("updates.acme.test");
    private static final String KEY = "p=" + "A".repeat(390) + "==";
    private static final List<PlannedRecord> RECORDS = List.of(
            record(Purpose.RETURN_PATH, RecordType.MX, "send.updates.acme.test", "bounces.mta.test", 10),
            record(Purpose.SPF, RecordType.TXT, "send.updates.acme.test", "v=spf1 include:spf.mta.test ~all", null),
            record(Purpose.DKIM, RecordType.TXT, "pennypost._domainkey.updates.acme.test", KEY, null),
            record(Purpose.OWNERSHIP, RecordType.TXT, "acme.test", "site-verification=\"$" + "{x}\\", null),
            record(Purpose.TRACKING, RecordType.CNAME, "links.updates.acme.test", "links.mta.test", null),
            record(Purpose.DELEGATION, RecordType.NS, "mail.updates.acme.test", "ns1.mta.test", null),
            record(Purpose.DELEGATION, RecordType.NS, "mail.updates.acme.test", "ns2.mta.test", null),
            record(Purpose.TRACKING_CAA, RecordType.CAA, "caa.acme.test", "0 issue \"letsencrypt.org\"", null));

    private final FakeDns dns = new FakeDns();
    private final Exports exports = new Exports(dns);

    @Test
    void theZoneFileLoadsInNamedCheckzone(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(isThere("named-checkzone"), "named-checkzone is not installed (Debian: bind9-utils)");
        Path file = folder.resolve("zone");
        Files.writeString(file, export(ExportFormat.BIND, "cloudflare"));
        var check = new ProcessBuilder("named-checkzone", "-k", "fail", "-D", "acme.test", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said.replaceAll("[ \t]+", " "))
                .contains("send.updates.acme.test. 3600 IN MX 10 bounces.mta.test.")
                .contains("pennypost._domainkey.updates.acme.test. 3600 IN TXT \"p=" + "A".repeat(253) + "\" \"")
                .contains("links.updates.acme.test. 3600 IN CNAME links.mta.test.")
                .contains("acme.test. 3600 IN TXT \"site-verification=\\\"${x}\\\\\"");
    }

    @Test
    void theZoneFileNamesHostsRelativeToTheZone() {
        assertThat(export(ExportFormat.BIND, "cloudflare"))
                .contains("$ORIGIN acme.test.\n$TTL 3600\n")
                .contains("\nsend.updates 3600 IN MX 10 bounces.mta.test.\n")
                .contains("\n@ IN NS ns1.host.test.\n")
                .contains("\n@ 3600 IN TXT ");
    }

    @Test
    void cloudflaresFileHoldsRecordsOnlyAndProxiesNone() {
        assertThat(export(ExportFormat.CLOUDFLARE, "cloudflare").lines())
                .hasSize(RECORDS.size())
                .contains("links.updates.acme.test. 3600 IN CNAME links.mta.test. ; cf_tags=cf-proxied:false")
                .allMatch(line -> line.endsWith("; cf_tags=cf-proxied:false"));
    }

    @Test
    void theChangeBatchWritesEachRecordSetOnce() {
        var changes = batch();
        assertThat(changes.get("Changes").size()).isEqualTo(7);
        assertThat(set(changes, "mail.updates.acme.test.")).isEqualTo(tree("""
                {"Name":"mail.updates.acme.test.","Type":"NS","TTL":3600,
                 "ResourceRecords":[{"Value":"ns1.mta.test."},{"Value":"ns2.mta.test."}]}"""));
    }

    @Test
    void theChangeBatchKeepsWhatTheNameHasAlready() {
        dns.txt("acme.test", "google-site-verification=1");
        assertThat(values(set(batch(), "acme.test.")))
                .containsExactly(
                        "\"google-site-verification=1\"", "\"site-verification=\\\"$" + "{x}\\\\\"");
    }

    @Test
    void theChangeBatchReplacesWhatMustBeThereOnlyOnce() {
        dns.txt("send.updates.acme.test", "v=spf1 include:other.test -all");
        dns.txt("send.updates.acme.test", "kept=1");
        dns.txt("pennypost._domainkey.updates.acme.test", "p=OLD");
        var changes = batch();
        assertThat(changes.toString()).contains("kept=1").doesNotContain("other.test", "OLD");
    }

    @Test
    void theChangeBatchReplacesNothingWhereDnsCouldNotBeAsked() {
        dns.fails("acme.test");
        assertThat(batch().get("Changes").valueStream()
                        .filter(change -> change.at("/ResourceRecordSet/Name").stringValue().equals("acme.test."))
                        .map(change -> change.get("Action").stringValue()))
                .containsExactly("CREATE");
    }

    @Test
    void terraformIsWrittenForTheZonesOwnHost() {
        assertThat(export(ExportFormat.TERRAFORM, "cloudflare"))
                .contains("resource \"cloudflare_dns_record\" \"return_path_mx_send_updates\" {")
                .contains("  content  = \"bounces.mta.test\"\n  priority = 10\n")
                .contains("content = \"\\\"p=" + "A".repeat(253) + "\\\" \\\"")
                .contains("proxied = false");
        assertThat(export(ExportFormat.TERRAFORM, "route53"))
                .contains("resource \"aws_route53_record\" \"dkim_txt_pennypost_domainkey_updates\" {")
                .contains("records = [\"p=" + "A".repeat(253) + "\\\"\\\"" + "A".repeat(137) + "==\"]")
                .contains("records = [\"10 bounces.mta.test\"]")
                .contains("records = [\"ns1.mta.test\", \"ns2.mta.test\"]");
        assertThat(export(ExportFormat.TERRAFORM, "google-cloud-dns"))
                .contains("rrdatas      = [\"10 bounces.mta.test.\"]");
        assertThat(export(ExportFormat.TERRAFORM, "digitalocean"))
                .contains("value    = \"bounces.mta.test.\"");
    }

    @Test
    void terraformDoesNotTakeDataForATemplate() {
        assertThat(export(ExportFormat.TERRAFORM, "cloudflare")).contains("$$" + "{x}").doesNotContain("\"$" + "{x}");
    }

    @Test
    void terraformNamesEveryResourceOnce() {
        assertThat(export(ExportFormat.TERRAFORM, "cloudflare").lines().filter(line -> line.startsWith("resource")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theTableShowsFieldsAsThePanelWantsThem() {
        assertThat(export(ExportFormat.CSV, "route53"))
                .startsWith("\"purpose\",\"type\",\"host\",\"name\",\"value\",\"priority\",\"ttl\",\"required\"\r\n")
                .contains("\"return_path\",\"MX\",\"send.updates\",\"send.updates.acme.test\",\"10 bounces.mta.test\",\"\",");
    }

    @Test
    void noCellOfTheTableIsAFormula() {
        var formula = record(Purpose.OWNERSHIP, RecordType.TXT, "acme.test", "=HYPERLINK(\"http://evil.test\")", null);
        var plan = new ZonePlan(DOMAIN, ZONE, List.of(), Provider.UNKNOWN, List.of(formula));
        assertThat(exports.export(plan, ExportFormat.CSV).text())
                .contains("\"'@\"")
                .contains("\"'=HYPERLINK(\"\"http://evil.test\"\")\"");
    }

    @Test
    void everyFileHasANameAndAType() {
        var plan = new ZonePlan(DOMAIN, ZONE, List.of(), Provider.UNKNOWN, RECORDS);
        assertThat(ExportFormat.values()).extracting(format -> exports.export(plan, format).fileName())
                .containsExactly(
                        "updates.acme.test.zone",
                        "updates.acme.test.cloudflare.txt",
                        "updates.acme.test.route53.json",
                        "updates.acme.test.tf",
                        "updates.acme.test.csv");
    }

    private String export(ExportFormat format, String provider) {
        var plan = new ZonePlan(
                DOMAIN,
                ZONE,
                List.of(DomainName.parse("ns1.host.test"), DomainName.parse("ns2.acme.test")),
                Providers.bundled().withId(provider).orElseThrow(),
                RECORDS);
        return exports.export(plan, format).text();
    }

    private JsonNode batch() {
        return tree(export(ExportFormat.ROUTE53, "route53"));
    }

    private static JsonNode set(JsonNode batch, String name) {
        return batch.get("Changes").valueStream()
                .map(change -> change.get("ResourceRecordSet"))
                .filter(set -> set.get("Name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> values(JsonNode set) {
        return set.get("ResourceRecords").valueStream()
                .map(value -> value.get("Value").stringValue())
                .toList();
    }

    private static JsonNode tree(String json) {
        return Json.MAPPER.readTree(json);
    }

    private static boolean isThere(String tool) {
        return java.util.Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static PlannedRecord record(
            Purpose purpose, RecordType type, String name, String value, @org.jspecify.annotations.Nullable Integer priority) {
        return new PlannedRecord(purpose, type, DomainName.ofDns(name), value, priority);
    }
}
