package dev.pennypost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.Settings;
import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.diagnosis.Surveyor;
import dev.pennypost.json.Json;
import dev.pennypost.logging.LogConfig;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.LogLevel;
import dev.pennypost.logging.Logging;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.testkit.FakeDns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final String KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC/oDMnDAS+UaRZL33evYXSqT4YRLXYSlLMFtWFe7Q1"
            + "hp96VsV0FzJfBbNul4UjGZ7AzGf9r+WZx/AoUFsY+ZKpe/9xEec0uVGk917cOE/Q8hB3Ah0+PvZhGulP"
            + "T8REH9NIQOn5Kpsvq4mvC6HbhAp696T5wn9hiCjAt9eD1rdb0wIDAQAB";

    private final FakeDns dns = new FakeDns();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private boolean onTerminal;

    @AfterEach
    void leaveTheLogToOthers() {
        Logging.start(new LogConfig(LogFormat.TEXT, LogLevel.INFO), LogFormat.TEXT, System.err);
    }

    @Test
    void saysALineOrTwoAboutWhatIsInOrder() throws IOException {
        good();
        assertThat(run("check", "example.com")).isZero();
        isLike("good.txt", out.toString(UTF_8));
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() throws IOException {
        bad();
        assertThat(run("check", "example.com", "--selector", "mine")).isEqualTo(1);
        isLike("bad.txt", out.toString(UTF_8));
    }

    @Test
    void saysTheSameToPrograms() throws IOException {
        bad();
        assertThat(run("check", "example.com", "--json", "--selector", "mine")).isEqualTo(1);
        var json = Json.MAPPER.readTree(out.toString(UTF_8));
        isLike("bad.json", Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    @Test
    void paintsForTerminalsOnly() {
        good();
        run("check", "example.com");
        assertThat(out.toString(UTF_8)).doesNotContain("\u001b");
        onTerminal = true;
        out.reset();
        run("check", "example.com");
        assertThat(out.toString(UTF_8)).contains("\u001b[32m✔\u001b[0m");
        environment.put("NO_COLOR", "1");
        out.reset();
        run("check", "example.com");
        assertThat(out.toString(UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void endsWith2WhenDnsDidNotTell() {
        good();
        dns.fails("_dmarc.example.com");
        assertThat(run("check", "example.com")).isEqualTo(2);
        assertThat(out.toString(UTF_8)).contains("DNS did not say everything");
    }

    @Test
    void endsWith2ForWhatIsNoDomain() {
        assertThat(run("check", "exa mple.com")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("exa mple.com").contains("Try './pennypost check --help'.");
        assertThat(run("check")).isEqualTo(2);
        assertThat(run("check", "example.com", "--selector", "a..b")).isEqualTo(2);
    }

    @Test
    void expectsWhatTheServerIsConfiguredFor() {
        good();
        environment.put("PENNYPOST_DOMAINS_RETURN_PATH_HOST", "feedback.mta.test");
        environment.put("PENNYPOST_DOMAINS_SPF_INCLUDE", "spf.mta.test");
        assertThat(run("check", "example.com")).isZero();
        assertThat(out.toString(UTF_8)).contains("The MX record at `send.example.com` is as this server needs it.");
        assertThat(run("check", "example.com", "--return-path", "bounces")).isEqualTo(1);
    }

    private void good() {
        dns.mx("example.com", 10, "aspmx.l.google.com")
                .a("aspmx.l.google.com", "192.0.2.25")
                .txt("example.com", "v=spf1 include:_spf.google.com ~all")
                .txt("_spf.google.com", "v=spf1 ip4:192.0.2.0/24 ~all")
                .mx("send.example.com", 10, "feedback.mta.test")
                .txt("send.example.com", "v=spf1 include:spf.mta.test ~all")
                .txt("spf.mta.test", "v=spf1 ip4:198.51.100.0/28 ~all")
                .txt(
                        "google._domainkey.example.com",
                        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
                .txt("_dmarc.example.com", "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com")
                .txt("_mta-sts.example.com", "v=STSv1; id=20260101;")
                .txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com");
    }

    private void bad() {
        dns.mx("example.com", 10, "mx.example.com")
                .mx("example.com", 20, "192.0.2.1")
                .txt("example.com", "v=spf1 include:_spf.google.com ~all")
                .txt("example.com", "v=spf1 mx -all")
                .txt("send.example.com", "v=spf1 a:x1.example.com a:x2.example.com include:x3.example.com ~all")
                .txt("google._domainkey.example.com", "v=DKIM1; t=y; p=" + KEY)
                .txt("_dmarc.example.com", "v=DMARC1; p=none; rua=mailto:reports@elsewhere.test; adkim=s")
                .txt("_mta-sts.example.com", "v=STSv1; id=2026-01-01;")
                .txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg");
    }

    private int run(String... words) {
        var around = new Surroundings(
                environment,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                onTerminal,
                new OnlySurveys());
        return Cli.run(around, words);
    }

    private static void isLike(String name, String text) throws IOException {
        Path file = Path.of(System.getProperty("pennypost.root"), "server/src/test/resources/cli/check", name);
        if (Boolean.getBoolean("pennypost.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    private final class OnlySurveys extends IdleLauncher {
        @Override
        public Surveyor surveyor(Settings settings) {
            return new Surveyor(this::examine, dns, PublicSuffixList.bundled()::registrableDomain);
        }

        private Examination examine(Examiner.Subject subject) {
            var records = new RecordCheck(dns).examine(subject).records();
            var servers = new ArrayList<DomainName>();
            for (String name : List.of("ns1.host.test", "ns2.host.test")) servers.add(new DomainName(name));
            return new Examination(new DomainName("example.com"), servers, "Host", List.of(), records);
        }
    }
}
