package dev.pennypost.api.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.InProcess;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.DomainConnectConfig;
import dev.pennypost.domains.connect.SigningPair;
import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SharePageTest {
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private static final DomainsConfig CONFIG = DomainsConfig.of("bounces.mta.test", "spf.mta.test");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final FakeDns dns = new FakeDns();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<DomainName> nameServers = List.of(DomainName.parse("ns61.domaincontrol.com"));
    private final TeamId team = new Teams(database, clock).create("acme");
    private final Domains domains = new Domains(
            database,
            examiner(),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            CONFIG,
            clock);
    private final Shares shares =
            new Shares(domains, Providers.bundled(), connect(), new Seal(new byte[32], "share links"), clock);
    private final InProcess pages = pages();
    private final Domain domain = add("mail" + NUMBER.incrementAndGet() + ".acme.com");

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void showsEveryRecordAsThePanelWantsIt() {
        String page = page(link());
        assertThat(page)
                .contains("DNS records for " + domain.name(), "kept at <strong>GoDaddy</strong>")
                .contains("href=\"https://dcc.godaddy.com/manage/acme.com/dns\"")
                .contains("GoDaddy adds .acme.com to the host by itself")
                .contains("<code>send." + domain.name().labels().getFirst() + "</code>", "<code>10</code>")
                .contains("0 of 3 needed records are right");
        domain.plan().forEach(record -> assertThat(page).contains("<code>" + record.value() + "</code>"));
    }

    @Test
    void looksAtDnsWhileItIsOpen() {
        String link = link();
        page(link);
        domain.plan().forEach(this::publish);
        assertThat(page(link)).as("half a minute is not over").contains("0 of 3");
        clock.advance(Duration.ofSeconds(31));
        assertThat(page(link)).contains("All set").doesNotContain("http-equiv=\"refresh\"");
        assertThat(looks).hasValue(2);
    }

    @Test
    void looksAtOnceWhenAskedButNotOverAndOver() {
        String link = link();
        page(link);
        clock.advance(Duration.ofSeconds(11));
        var answer = pages.call("POST", link + "/check");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers()).contains(new Response.Header("Location", "/share" + link));
        pages.call("POST", link + "/check");
        pages.call("POST", link + "/check");
        assertThat(looks).hasValue(2);
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() {
        dns.txt("send." + domain.name(), "v=spf1 include:other.test ~all");
        assertThat(page(link())).contains("needs a change", "Found: <code>v=spf1 include:other.test ~all</code>");
    }

    @Test
    void whatDnsSaysIsTextAndNoMarkup() {
        dns.txt("send." + domain.name(), "v=spf1 <script>alert('1')</script> \"&{{domain}} $1 ~all");
        assertThat(page(link()))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&amp;{{domain}} $1 ~all");
    }

    @Test
    void offersTheOneClickLinkWhereTheHostHasOne() {
        dns.txt("_domainconnect.acme.com", "dc.host.test");
        assertThat(page(link()))
                .contains("Set up at Host")
                .contains("href=\"https://ux.host.test/v2/domainTemplates/providers/post.test/services/mail/apply?")
                .contains("&amp;sig=");
    }

    @Test
    void loadsNothingRunsNothingAndIsNotIndexed() {
        var answer = pages.call("GET", link());
        assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(header(answer, "X-Robots-Tag")).startsWith("noindex");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(text(answer)).doesNotContain("<script", "src=", "style=\"", "@import", "url(");
    }

    @Test
    void endsByItself() {
        String link = link();
        clock.advance(Duration.ofDays(7));
        ended(link);
    }

    @Test
    void endsWithItsDomain() {
        String link = link();
        domains.remove(team, domain.id());
        ended(link);
    }

    @Test
    void isNotToBeGuessed() {
        ended("/domains/AAAA");
        ended(link() + "x");
    }

    @Test
    void isMadeForDomainsOfTheTeamOnly() {
        var stranger = new Teams(database, clock).create("stranger");
        assertThat(shares.create(stranger, domain.id(), Shares.USUAL)).isEmpty();
    }

    private void ended(String link) {
        assertThat(pages.call("GET", link).status()).isEqualTo(404);
        assertThat(text(pages.call("GET", link))).contains("This link has ended");
        assertThat(pages.call("POST", link + "/check").status()).isEqualTo(404);
    }

    private String link() {
        return "/domains/"
                + shares.create(team, domain.id(), Shares.USUAL).orElseThrow().token();
    }

    private String page(String link) {
        var answer = pages.call("GET", link);
        assertThat(answer.status()).isEqualTo(200);
        return text(answer);
    }

    private static String text(Response answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(Response answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private void publish(PlannedRecord record) {
        String name = record.name().ascii();
        if (record.purpose() == Purpose.RETURN_PATH) dns.mx(name, 10, record.value());
        else dns.txt(name, record.value());
    }

    private Domain add(String name) {
        return switch (domains.add(team, AddDomain.named(name))) {
            case AddResult.Added(var added) -> added;
            case AddResult.Refused(var problem) -> throw new AssertionError(problem);
        };
    }

    private Examiner examiner() {
        var check = new RecordCheck(dns);
        return subject -> {
            looks.incrementAndGet();
            return new Examination(
                    DomainName.parse("acme.com"),
                    nameServers,
                    null,
                    List.of(),
                    check.examine(subject).records());
        };
    }

    private DomainConnect connect() {
        var config = new DomainConnectConfig("post.test", "Post", "mail", "Mail", "", "", "", "_dck1", "");
        return new DomainConnect(config, CONFIG, SigningPair.generate(new SecureRandom()), dns, _ -> Optional.of("""
                        {"providerName":"Host","urlSyncUX":"https://ux.host.test","urlAPI":"https://api.host.test"}"""));
    }

    private InProcess pages() {
        var router = new Router();
        var dialect = new ShareDialect(shares);
        dialect.register(router);
        return new InProcess(router, dialect::spell, team);
    }
}
