package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.links.LinksDialect;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.SendingDomain;
import dev.pennypost.domains.UpdateDomain;
import dev.pennypost.emails.EmailEvent.EmailClicked;
import dev.pennypost.emails.EmailEvent.EmailOpened;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.metrics.Metric;
import dev.pennypost.secrets.Seal;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Happened;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.ReceivedMail;
import dev.pennypost.tracking.LinkHosts;
import dev.pennypost.tracking.TrackedHistories;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.tracking.TrackingConfig;
import dev.pennypost.tracking.TrackingConfig.OwnHosts;
import dev.pennypost.tracking.Visit;
import dev.pennypost.tracking.Visitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stories of tracked emails, from acceptance to what is told of their visitors.
class TrackedEmailsTest {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    private static final String HTML = "<html><body><p>Hello <a href=\"https://shop.test/?a=1&amp;b=2\">shop</a>"
            + " <a href='https://shop.test/two'>two</a> <a href='https://shop.test/three'>three</a>"
            + " <a href='https://shop.test/out'>unsubscribe</a></p></body></html>";
    private static final Pattern LINK = Pattern.compile("https://links\\.acme\\.test(/t/[A-Za-z0-9_-]+)");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Tracking> trackings = new ArrayList<>();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private TrackingConfig config = new TrackingConfig(OwnHosts.HTTPS, "", false, false, "", 90);
    private @Nullable World world;
    private @Nullable Caller acme;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) one.close();
        trackings.forEach(Tracking::close);
        if (world != null) world.close();
    }

    @Test
    void tellsOfTwoRecipientsWhichOneDidWhat() {
        EmailId id = delivered(email("Ada <ada@dest.test>", "bob@dest.test"), 2);
        Map<String, String> mails = mails();
        assertThat(mails.get("ada@dest.test")).isNotEqualTo(mails.get("bob@dest.test"));
        later();

        HttpResponse<byte[]> redirect =
                visit("GET", links(mails.get("ada@dest.test")).getFirst(), FIREFOX);

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location")).contains("https://shop.test/?a=1&b=2");
        assertThat(redirect.headers().firstValue("Cache-Control")).contains("no-store");
        EmailClicked clicked = world().awaitEvents(EmailClicked.class, 1).getFirst();
        assertThat(clicked.email().emailId()).isEqualTo(id.value());
        assertThat(clicked.email().to()).containsExactly("Ada <ada@dest.test>");
        assertThat(clicked.click())
                .isEqualTo(new EmailEvent.Click(
                        "127.0.0.1", "https://shop.test/?a=1&b=2", world().clock.instant(), FIREFOX));
        assertThat(lastEvent(id)).isEqualTo(LastEvent.CLICKED);

        HttpResponse<byte[]> image = visit("GET", pixel(mails.get("bob@dest.test")), FIREFOX);

        assertThat(image.statusCode()).isEqualTo(200);
        assertThat(image.body()).hasSize(43).startsWith("GIF89a".getBytes(StandardCharsets.US_ASCII));
        assertThat(image.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(world().awaitEvents(EmailOpened.class, 1).getFirst().email().to())
                .containsExactly("bob@dest.test");
        assertThat(lastEvent(id)).isEqualTo(LastEvent.CLICKED);
    }

    @Test
    void countsEachTimeAndEachRecipientOnce() {
        EmailId id = delivered(email("ada@dest.test", "bob@dest.test"), 2);
        String ada = mails().get("ada@dest.test");
        String bob = mails().get("bob@dest.test");
        for (String link : List.of(
                links(ada).get(0),
                links(ada).get(1),
                links(ada).get(0),
                links(bob).get(0))) {
            later();
            visit("GET", link, FIREFOX);
        }
        later();
        visit("GET", pixel(ada), FIREFOX);
        visit("GET", pixel(ada), FIREFOX);
        awaitVisits(id, 6);

        var expected = Map.of(
                Figure.SENT, 2L,
                Figure.DELIVERED, 2L,
                Figure.CLICKED, 4L,
                Figure.UNIQUE_CLICKED, 2L,
                Figure.OPENED, 2L,
                Figure.UNIQUE_OPENED, 1L);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(told(id)).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(world().awaitEvents(EmailClicked.class, 4)).hasSize(4);
    }

    @Test
    void isTheFirstOnOneNodeOnly() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        String mail = mails().get("ada@dest.test");
        int other = door(tracking(world()));
        int first = door();
        later();
        var visitors = new ArrayList<Thread>();
        for (int i = 0; i < 24; i++) {
            int port = i % 2 == 0 ? first : other;
            visitors.add(Thread.ofVirtual()
                    .start(() -> visit(port, "GET", links(mail).getFirst(), FIREFOX)));
        }
        visitors.forEach(TrackedEmailsTest::join);
        awaitVisits(id, 24);

        assertThat(counted()).containsEntry(Figure.CLICKED, 24L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
        assertThat(visits(id).stream().filter(Visit::first)).hasSize(1);
    }

    @Test
    void takesBackTheFirstClicksOfAScanner() {
        EmailId id = delivered(tagged("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        later();
        come(links.get(0));
        come(links.get(1));
        awaitVisits(id, 2);
        assertThat(counted()).containsEntry(Figure.CLICKED, 2L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
        world().clock.advance(Duration.ofSeconds(4));

        come(links.get(2));
        awaitVisits(id, 3);

        assertThat(visits(id)).extracting(Visit::machine).containsOnly("many-links");
        assertThat(visits(id)).noneMatch(Visit::first);
        assertThat(counted()).containsEntry(Figure.CLICKED, 0L).containsEntry(Figure.UNIQUE_CLICKED, 0L);
        assertThat(countedByTag()).containsEntry(Figure.CLICKED, 0L).containsEntry(Figure.UNIQUE_CLICKED, 0L);
        assertThat(told(id)).doesNotContainKeys(Figure.CLICKED, Figure.UNIQUE_CLICKED);
        assertThat(world().awaitEvents(EmailClicked.class, 2))
                .as("what was told stays")
                .hasSize(2);
        assertThat(lastEvent(id)).isEqualTo(LastEvent.CLICKED);
        assertThat(Metric.VISITS.counter(metrics, "taken_back").count()).isEqualTo(2);
    }

    @Test
    void countsThePersonWhoClicksAfterTheScannerAsTheFirst() {
        EmailId id = delivered(tagged("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        later();
        for (int i = 0; i < 3; i++) {
            come(links.get(i));
            awaitVisits(id, i + 1);
        }
        later();
        come(links.get(0));
        awaitVisits(id, 4);

        assertThat(visits(id).getLast()).satisfies(visit -> {
            assertThat(visit.machine()).isNull();
            assertThat(visit.first()).isTrue();
        });
        assertThat(counted()).containsEntry(Figure.CLICKED, 1L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
        assertThat(told(id)).containsEntry(Figure.CLICKED, 1L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
        assertThat(world().awaitEvents(EmailClicked.class, 3)).hasSize(3);
    }

    @Test
    void leavesThePersonTheirClickWhenAScannerComesNext() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        later();
        come(links.get(0));
        awaitVisits(id, 1);
        later();
        for (int i = 0; i < 3; i++) {
            come(links.get(i));
            awaitVisits(id, i + 2);
        }

        assertThat(visits(id))
                .extracting(Visit::machine)
                .containsExactly(null, "many-links", "many-links", "many-links");
        assertThat(visits(id)).extracting(Visit::first).containsExactly(true, false, false, false);
        assertThat(counted()).containsEntry(Figure.CLICKED, 1L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
        assertThat(told(id)).containsEntry(Figure.CLICKED, 1L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
    }

    @Test
    void makesTheEarliestThatIsLeftTheFirst() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        later();
        Instant scanned = world().clock.instant();
        come(links.get(0), scanned);
        awaitVisits(id, 1);
        come(links.get(0), scanned.plusSeconds(60));
        awaitVisits(id, 2);
        come(links.get(1), scanned.plusSeconds(1));
        come(links.get(2), scanned.plusSeconds(2));
        awaitVisits(id, 4);

        assertThat(visits(id).getLast()).satisfies(visit -> {
            assertThat(visit.machine()).isNull();
            assertThat(visit.first()).isTrue();
        });
        assertThat(visits(id).stream().filter(Visit::first)).hasSize(1);
        assertThat(counted()).containsEntry(Figure.CLICKED, 1L).containsEntry(Figure.UNIQUE_CLICKED, 1L);
    }

    @Test
    void takesBackWhereTheOperatorsRulesSayNothingElse(@TempDir Path directory) throws IOException {
        Path rules = directory.resolve("own.rules");
        Files.writeString(rules, "our-office | clicks | person | agent Firefox\n");
        config = new TrackingConfig(OwnHosts.HTTPS, "", false, false, rules.toString(), 90);
        EmailId id = delivered(email("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        later();
        for (int i = 0; i < 3; i++) {
            come(links.get(i));
            awaitVisits(id, i + 1);
        }

        assertThat(visits(id)).extracting(Visit::machine).containsOnlyNulls();
        assertThat(counted()).containsEntry(Figure.CLICKED, 3L);
    }

    @Test
    void takesBackWhatItCannotSayWhoClicked() {
        config = new TrackingConfig(OwnHosts.HTTPS, "", true, false, "", 90);
        EmailId id = delivered(email("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        later();
        for (int i = 0; i < 3; i++) {
            come(links.get(i));
            awaitVisits(id, i + 1);
        }

        assertThat(visits(id)).extracting(Visit::machine).containsOnly("many-links");
        assertThat(counted()).containsEntry(Figure.CLICKED, 0L).containsEntry(Figure.UNIQUE_CLICKED, 0L);
    }

    @Test
    void seesAScannerThatComesToSeveralNodes() {
        var to = IntStream.range(0, 20).mapToObj(i -> "r" + i + "@dest.test").toArray(String[]::new);
        EmailId id = delivered(email(to), to.length);
        Tracking one = trackings.getFirst();
        Tracking other = tracking(world());
        later();
        var visitors = new ArrayList<Thread>();
        mails().values().forEach(mail -> {
            List<String> links = links(mail);
            for (int i = 0; i < 3; i++) {
                String link = links.get(i);
                Tracking node = i % 2 == 0 ? one : other;
                visitors.add(Thread.ofVirtual()
                        .start(() -> come(node, link, world().clock.instant(), FIREFOX)));
            }
        });
        visitors.forEach(TrackedEmailsTest::join);
        awaitVisits(id, 3 * to.length);

        assertThat(visits(id)).extracting(Visit::machine).containsOnly("many-links");
        assertThat(counted().getOrDefault(Figure.CLICKED, 0L)).isZero();
        assertThat(counted().getOrDefault(Figure.UNIQUE_CLICKED, 0L)).isZero();
    }

    @Test
    void keepsSoManyVisitsOfARecipientAndNoMore() {
        EmailId id = delivered(email("ada@dest.test", "bob@dest.test"), 2);
        String ada = pixel(mails().get("ada@dest.test"));
        later();
        for (int i = 0; i < 300; i++)
            come(trackings.getFirst(), ada, world().clock.instant(), "Mozilla/5.0");
        awaitResult("beyond", 200);
        assertThat(visits(id)).hasSize(100);

        for (int i = 0; i < 250; i++) come(ada);
        come(pixel(mails().get("bob@dest.test")));
        awaitResult("beyond", 350);
        awaitVisits(id, 201);

        assertThat(visits(id).stream().filter(Visit::first)).hasSize(2);
        assertThat(counted()).containsEntry(Figure.OPENED, 101L).containsEntry(Figure.UNIQUE_OPENED, 2L);
        assertThat(told(id)).containsEntry(Figure.OPENED, 101L).containsEntry(Figure.UNIQUE_OPENED, 2L);
        assertThat(world().awaitEvents(EmailOpened.class, 101)).hasSize(101);
        assertThat(tally(id)).isEqualTo(350);
        later();
        come(links(mails().get("ada@dest.test")).getFirst());
        awaitVisits(id, 202);
        assertThat(counted()).as("clicks are others").containsEntry(Figure.CLICKED, 1L);
    }

    @Test
    void neverKeepsMoreHoweverOftenAScannerComesAgain() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        List<String> links = links(mails().get("ada@dest.test"));
        int scans = 150;
        for (int scan = 0; scan < scans; scan++) {
            later();
            for (int i = 0; i < 3; i++) come(links.get(i));
            int seen = 3 * (scan + 1);
            Eventually.holds("all are written down", () -> visits(id).size() + beyond() == seen);
        }

        assertThat(visits(id)).hasSizeLessThanOrEqualTo(202);
        assertThat(counted().getOrDefault(Figure.UNIQUE_CLICKED, 0L)).isZero();
    }

    @Test
    void findsLinksOfEarlierMailWhereTheyWereWhenTheLabelIsAnother() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        String before = mails().get("ada@dest.test");
        config = new TrackingConfig(OwnHosts.HTTPS, "https://shared.test", false, false, "", 90);
        world().domains
                .update(
                        acme().team(),
                        domain().id(),
                        new UpdateDomain(null, null, null, null, null, null, "click", null));
        Eventually.holds("the change is known", () -> {
            world().clock.advance(Duration.ofMinutes(1));
            return world().domains
                            .sending(acme().team(), domain().name())
                            .orElseThrow()
                            .tracking()
                            .host()
                    == null;
        });
        delivered(email("bob@dest.test"), 1);

        assertThat(mails().get("bob@dest.test"))
                .contains("https://shared.test/t/")
                .doesNotContain("links.acme.test");
        HttpResponse<byte[]> answer = visit("GET", links(before).getFirst(), FIREFOX);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("https://shop.test/?a=1&b=2");
        awaitVisits(id, 1);
    }

    @Test
    void signsEachCopy() {
        world();
        var domain = domain();
        var key = world().domains.signing(domain.id()).getFirst();
        world().dns.txt(key.recordName().ascii(), key.key().publicRecord());
        delivered(email("ada@dest.test", "bob@dest.test"), 2);

        List<ReceivedMail> mails = world().mx.messages();
        assertThat(mails).hasSize(2);
        for (ReceivedMail mail : mails)
            assertThat(new DkimVerifier(world().dns)
                            .verify(mail.bytes(), world().clock.instant()))
                    .singleElement()
                    .isInstanceOf(DkimResult.Pass.class);
    }

    @Test
    void replacesLinksOfTheHtmlAloneAndNotTheWayOut() {
        delivered(email("ada@dest.test"), 1);
        var parsed = ParsedMessage.parse(world().mx.messages().getFirst().bytes());
        assertThat(links(parsed.html())).hasSize(4);
        assertThat(parsed.html())
                .contains("<a href='https://shop.test/out'>")
                .doesNotContain("shop.test/two")
                .matches("(?s).*<img src=\"https://links\\.acme\\.test/t/[^\"]+\"[^>]*></body></html>\\s*");
        assertThat(parsed.text()).contains("https://shop.test/two").doesNotContain("links.acme.test");
        assertThat(parsed.header("List-Unsubscribe")).contains("<https://shop.test/out>, <mailto:out@acme.test>");
    }

    @Test
    void sendsTheSameOctetsAgain() {
        world().mx.onRcpt("ada@dest.test", "451 4.7.1 later", "250 ok");
        EmailId id = world().send(acme(), email("ada@dest.test", "bob@dest.test"));
        Eventually.holds("one is there", () -> world().attempts(id).size() == 2);
        String composed = stored(id, 0);
        config = new TrackingConfig(OwnHosts.OFF, "", false, true, "", 90);
        world().restart();
        world().clock.advance(Duration.ofHours(1));
        world().awaitLastEvent(acme(), id, LastEvent.DELIVERED);
        Eventually.holds("both are there", () -> world().mx.messages().size() == 2);

        assertThat(stored(id, 0)).isEqualTo(composed);
        assertThat(world().mx.messages().getLast().text()).endsWith(composed.substring(composed.indexOf("\r\n\r\n")));
    }

    @Test
    void sharesOneTransactionWhereNothingIsTracked() {
        delivered(email(new TrackingWish(false, false), "ada@dest.test", "bob@dest.test"), 2);
        assertThat(world().mx.messages()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly("ada@dest.test", "bob@dest.test");
            assertThat(mail.text()).doesNotContain("links.acme.test");
        });
    }

    @Test
    void sharesOneTransactionWhereTrackingWouldChangeNothing() {
        world().domains
                .update(
                        acme().team(),
                        domain().id(),
                        new UpdateDomain(null, false, true, null, null, null, null, null));
        var plain = email("ada@dest.test", "bob@dest.test");
        delivered(
                new SendEmail(
                        plain.from(),
                        plain.to(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "No links",
                        "<p>Hello</p>",
                        null,
                        List.of(),
                        List.of(),
                        List.of()),
                2);
        assertThat(world().mx.messages()).hasSize(1);
    }

    @Test
    void doesAsTheEmailSaysBeforeItsDomain() {
        delivered(email(new TrackingWish(null, false), "ada@dest.test"), 1);
        assertThat(links(mails().get("ada@dest.test"))).hasSize(1);
        assertThat(mails().get("ada@dest.test")).contains("<img src=\"https://links.acme.test/t/", "shop.test/two");
    }

    @Test
    void tracksNothingWhereLinksHaveNowhereToLead() {
        config = new TrackingConfig(OwnHosts.OFF, "", false, false, "", 90);
        delivered(email("ada@dest.test"), 1);
        assertThat(mails().get("ada@dest.test")).contains("shop.test/two").doesNotContain("/t/");
    }

    @Test
    void leadsToTheOperatorsHostWhereTheDomainHasNone() {
        config = new TrackingConfig(OwnHosts.OFF, "http://mail.test:3460", false, false, "", 90);
        delivered(email("ada@dest.test"), 1);
        assertThat(mails().get("ada@dest.test")).contains("href='http://mail.test:3460/t/");
    }

    @Test
    void doesNotStartWithLinksThatLeadToNoHost() {
        for (String url :
                List.of("links.test", "https://links.test/", "https://links.test/x", "https://a\"b", "ftp://a.test")) {
            config = new TrackingConfig(OwnHosts.OFF, url, false, false, "", 90);
            assertThatThrownBy(() -> tracking(world())).isInstanceOf(CannotStart.class);
        }
    }

    @Test
    void keepsMachinesApart() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        String mail = mails().get("ada@dest.test");
        visit("GET", links(mail).get(0), FIREFOX);
        later();
        visit("HEAD", links(mail).get(1), FIREFOX);
        visit("GET", pixel(mail), "Mozilla/5.0");
        visit("GET", links(mail).get(2), "");
        awaitVisits(id, 4);

        assertThat(visits(id))
                .extracting(Visit::machine)
                .containsExactlyInAnyOrder("at-delivery-clicks", "head-request", "apple-privacy", "no-agent");
        assertThat(lastEvent(id)).isEqualTo(LastEvent.DELIVERED);
        assertThat(counted()).doesNotContainKeys(Figure.CLICKED, Figure.OPENED, Figure.UNIQUE_CLICKED);
        later();
        visit("GET", links(mail).get(0), FIREFOX);
        world().awaitEvents(EmailClicked.class, 1);
        assertThat(world().events).noneMatch(EmailOpened.class::isInstance);
        assertThat(counted()).containsEntry(Figure.UNIQUE_CLICKED, 1L);
    }

    @Test
    void catchesMachinesByTheLinkThatNobodySees() {
        config = new TrackingConfig(OwnHosts.HTTPS, "", false, true, "", 90);
        EmailId id = delivered(email("ada@dest.test"), 1);
        String mail = mails().get("ada@dest.test");
        assertThat(mail).contains("<body><a href=\"https://links.acme.test/t/");
        later();

        assertThat(visit("GET", links(mail).getFirst(), FIREFOX).statusCode()).isEqualTo(204);

        awaitVisits(id, 1);
        assertThat(visits(id)).singleElement().satisfies(visit -> {
            assertThat(visit.machine()).isEqualTo("honeypot");
            assertThat(visit.link()).isNull();
        });
    }

    @Test
    void keepsNothingOfVisitorsWherePrivacyIsOn() {
        config = new TrackingConfig(OwnHosts.HTTPS, "", true, false, "", 90);
        EmailId id = delivered(email("ada@dest.test"), 1);
        later();
        visit("GET", links(mails().get("ada@dest.test")).getFirst(), FIREFOX);

        var click = world().awaitEvents(EmailClicked.class, 1).getFirst().click();
        assertThat(click.ipAddress()).isEmpty();
        assertThat(click.userAgent()).isEmpty();
        assertThat(visits(id)).singleElement().satisfies(visit -> {
            assertThat(visit.address()).isNull();
            assertThat(visit.agent()).isNull();
        });
    }

    @Test
    void keepsNothingOfVisitorsWhereTheDomainsOwnerSaysSo() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        String link = links(mails().get("ada@dest.test")).getFirst();
        later();
        privacy(true);
        visit("GET", link, FIREFOX);
        awaitVisits(id, 1);
        privacy(false);
        later();
        visit("GET", link, FIREFOX);

        var clicks = world().awaitEvents(EmailClicked.class, 2);
        assertThat(clicks).extracting(event -> event.click().userAgent()).containsExactly("", FIREFOX);
        assertThat(clicks.getFirst().click().ipAddress()).isEmpty();
        assertThat(visits(id)).extracting(Visit::agent).containsExactly(null, FIREFOX);
        assertThat(visits(id).getFirst().address()).isNull();
        assertThat(counted()).containsEntry(Figure.CLICKED, 2L);
    }

    @Test
    void keepsNothingOfVisitorsWhereTheDomainIsGone() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        later();
        world().domains.remove(acme().team(), domain().id());
        visit("GET", pixel(mails().get("ada@dest.test")), FIREFOX);

        awaitVisits(id, 1);
        assertThat(visits(id)).extracting(Visit::agent).containsOnlyNulls();
    }

    private void privacy(boolean wanted) {
        world().domains
                .update(
                        acme().team(),
                        domain().id(),
                        new UpdateDomain(null, null, null, wanted, null, null, null, null));
    }

    @Test
    void stillLeadsOnWhileTheDatabaseIsAway() {
        delivered(email("ada@dest.test"), 1);
        String link = links(mails().get("ada@dest.test")).getFirst();
        var away = Database.open(TestPostgres.freshDatabase(), 1, world().clock);
        away.close();
        int port = door(tracking(world(), away));

        assertThat(visit(port, "GET", link, FIREFOX).headers().firstValue("Location"))
                .contains("https://shop.test/?a=1&b=2");
        Eventually.holds(
                "the visit is counted as lost",
                () -> Metric.VISITS.counter(metrics, "lost").count() == 1);
    }

    @Test
    void leadsNowhereWithALinkThatIsNotOurs() {
        delivered(email("ada@dest.test"), 1);
        String link = links(mails().get("ada@dest.test")).getFirst();
        for (String forged : List.of(
                link.substring(0, link.length() - 2),
                link + "AA",
                "/t/AAAA",
                "/t/https%3A%2F%2Fevil.test",
                "/t",
                "/t/")) {
            var answer = visit("GET", forged, FIREFOX);
            assertThat(answer.statusCode()).as(forged).isEqualTo(404);
            assertThat(answer.headers().firstValue("Location")).isEmpty();
        }
    }

    @Test
    void takesNoNoteOfVisitsOfOldEmailsAndDropsThose() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        String link = links(mails().get("ada@dest.test")).getFirst();
        later();
        visit("GET", link, FIREFOX);
        awaitVisits(id, 1);
        world().clock.advance(Duration.ofDays(91));
        assertThat(trackings.getFirst().turning().start()).isNotNull().satisfies(open::add);
        Eventually.holds("the visit is gone", () -> visits(id).isEmpty());

        assertThat(visit("GET", link, FIREFOX).statusCode()).isEqualTo(302);
        trackings.getFirst().close();
        assertThat(visits(id)).isEmpty();
    }

    @Test
    void doesNotSpeakOfADeliveryWhenTheEmailWasReadBySomebodyElse() {
        world().mx.onRcpt("bob@dest.test", "451 4.7.1 later", "250 ok");
        EmailId id = world().send(acme(), email("ada@dest.test", "bob@dest.test"));
        Eventually.holds("ada has it", () -> world().attempts(id).size() == 2);
        later();
        visit("GET", pixel(mails().get("ada@dest.test")), FIREFOX);
        world().awaitEvents(EmailOpened.class, 1);
        world().clock.advance(Duration.ofHours(1));
        world().awaitEvents(EmailEvent.EmailDelivered.class, 2);
        assertThat(lastEvent(id)).isEqualTo(LastEvent.OPENED);
    }

    @Test
    void aComplaintStaysWhateverIsClicked() {
        EmailId id = delivered(email("ada@dest.test"), 1);
        world().database
                .useTransaction(tx -> new EmailStore()
                        .happened(tx, List.of(new EmailProgress.Happening(acme().team(), id, LastEvent.COMPLAINED))));
        later();
        visit("GET", links(mails().get("ada@dest.test")).getFirst(), FIREFOX);
        world().awaitEvents(EmailClicked.class, 1);
        assertThat(lastEvent(id)).isEqualTo(LastEvent.COMPLAINED);
    }

    private World world() {
        if (world == null) {
            world = new World(this::tracker);
            acme = world.sender(world.team("acme"), "acme.test");
            var domain = domain();
            world.domains.update(
                    acme.team(), domain.id(), new UpdateDomain(null, true, true, null, null, null, "links", null));
            world.database.useTransaction(tx -> {
                tx.handle().execute("update domains set status = 'verified', may_send = true");
                tx.handle().execute("update domain_records set status = 'verified'");
            });
        }
        return world;
    }

    /// Asks for the settings that hold when it is asked: a process that starts again may have others.
    private Tracker tracker(World inside) {
        return new Tracker() {
            private @Nullable TrackingConfig made;
            private @Nullable Tracking tracking;

            private Tracking now() {
                if (tracking == null || !config.equals(made)) tracking = tracking(inside);
                made = config;
                return tracking;
            }

            @Override
            public Optional<Tracked> decide(SendingDomain sender, TrackingWish wish, String html) {
                return now().decide(sender, wish, html);
            }

            @Override
            public Copies copies(Email email, String html, Tracked tracked) {
                return now().copies(email, html, tracked);
            }
        };
    }

    private Tracking tracking(World inside) {
        return tracking(inside, inside.database);
    }

    private Tracking tracking(World inside, Database database) {
        var tracking = new Tracking(
                database,
                config,
                LinkHosts.of(config, host -> host.ascii().equals("links.acme.test")),
                new Seal(new byte[32], "tracked links"),
                LinksDialect::path,
                metrics,
                inside.clock);
        trackings.add(tracking);
        return tracking;
    }

    private Caller acme() {
        world();
        return Objects.requireNonNull(acme);
    }

    private DomainSummary domain() {
        return world().domains
                .list(acme().team(), PageRequest.first(1))
                .orElseThrow()
                .items()
                .getFirst();
    }

    private EmailId delivered(SendEmail email, int recipients) {
        EmailId id = world().send(acme(), email);
        Eventually.holds(recipients + " are reached", () -> deliveredTo(id) == recipients);
        return id;
    }

    private long deliveredTo(EmailId id) {
        return world().emailsDoor().standings(acme().team(), id).stream()
                .filter(one -> one.state() == DeliveryState.DELIVERED)
                .count();
    }

    private static SendEmail tagged(String... to) {
        return email(TrackingWish.NONE, List.of(new SendEmail.Tag("category", "receipt")), to);
    }

    private static SendEmail email(String... to) {
        return email(TrackingWish.NONE, to);
    }

    private static SendEmail email(TrackingWish wish, String... to) {
        return email(wish, List.of(), to);
    }

    private static SendEmail email(TrackingWish wish, List<SendEmail.Tag> tags, String... to) {
        return new SendEmail(
                Mailbox.parse("a@acme.test"),
                Stream.of(to).map(Mailbox::parse).toList(),
                List.of(),
                List.of(),
                List.of(),
                "A subject",
                HTML,
                null,
                List.of(new CustomHeader("List-Unsubscribe", "<https://shop.test/out>, <mailto:out@acme.test>")),
                tags,
                List.of(),
                null,
                List.of(),
                null,
                null,
                wish);
    }

    /// The HTML that each recipient got.
    private Map<String, String> mails() {
        var mails = new HashMap<String, String>();
        for (ReceivedMail mail : world().mx.messages())
            for (String recipient : mail.recipients())
                mails.put(
                        recipient,
                        Objects.requireNonNull(ParsedMessage.parse(mail.bytes()).html()));
        return mails;
    }

    /// The paths of our links, the image last.
    private static List<String> links(@Nullable String html) {
        Matcher found = LINK.matcher(Objects.requireNonNull(html));
        var links = new ArrayList<String>();
        while (found.find()) links.add(found.group(1));
        return links;
    }

    private static String pixel(@Nullable String html) {
        return links(html).getLast();
    }

    private String stored(EmailId id, int position) {
        var loaded = world().database.inTransaction(tx -> new EmailStore().load(tx, List.of(id.value())));
        var email = loaded.keySet().iterator().next();
        var content = loaded.values().iterator().next();
        String html = trackings
                .getLast()
                .copies(email, Objects.requireNonNull(content.html()), Objects.requireNonNull(content.tracked()))
                .to(position);
        var message = Letters.compose(Letters.outgoing(email, Letters.headers(email), content.withHtml(html)));
        return new String(message.content(), StandardCharsets.ISO_8859_1);
    }

    /// As `visit`, without the way through the door.
    private void come(String path) {
        come(path, world().clock.instant());
    }

    private void come(String path, Instant at) {
        come(trackings.getFirst(), path, at, FIREFOX);
    }

    private static void come(Tracking node, String path, Instant at, String agent) {
        var token = node.open(path.substring("/t/".length())).orElseThrow();
        node.visited(token, new Visitor(at, false, "127.0.0.1", agent));
    }

    private long beyond() {
        return (long) Metric.VISITS.counter(metrics, "beyond").count();
    }

    private void awaitResult(String result, int count) {
        Eventually.holds(
                count + " are " + result,
                () -> Metric.VISITS.counter(metrics, result).count() == count);
    }

    private long tally(EmailId id) {
        return world().database
                .inTransaction(tx -> tx.handle()
                        .createQuery("select sum(beyond) from visit_tallies where email_id = :email")
                        .bind("email", id.value())
                        .mapTo(Long.class)
                        .one());
    }

    private void later() {
        world().clock.advance(Duration.ofMinutes(1));
    }

    private int door() {
        return door(trackings.getFirst());
    }

    private int door(Tracking tracking) {
        var inside = world();
        var door = HttpDoor.open(
                new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, 0),
                new Keys(inside.database, new SecureRandom(), inside.clock),
                List.of(new LinksDialect(tracking, inside.clock)),
                new SimpleMeterRegistry(),
                inside.clock);
        open.add(door);
        return door.port();
    }

    private HttpResponse<byte[]> visit(String method, String path, String agent) {
        return visit(door(), method, path, agent);
    }

    private HttpResponse<byte[]> visit(int port, String method, String path, String agent) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", agent)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Visit> visits(EmailId id) {
        return trackings.getFirst().visits(acme().team(), id);
    }

    private void awaitVisits(EmailId id, int count) {
        Eventually.holds(count + " visits", () -> visits(id).size() == count);
    }

    private LastEvent lastEvent(EmailId id) {
        return world().emailsDoor().get(acme().team(), id).orElseThrow().lastEvent();
    }

    private Map<Figure, Long> counted() {
        return counted("email_statistics");
    }

    private Map<Figure, Long> countedByTag() {
        return counted("tag_statistics");
    }

    private Map<Figure, Long> counted(String table) {
        Map<Figure, Long> ofItsDomain = counted(table, "domain_id <> :all");
        assertThat(counted(table, "domain_id = :all")).as("of all domains").isEqualTo(ofItsDomain);
        return ofItsDomain;
    }

    private Map<Figure, Long> counted(String table, String which) {
        return world().database
                .inTransaction(tx -> tx.handle()
                        .createQuery("select figure, sum(times) as times from " + table + " where " + which
                                + " group by figure")
                        .bind("all", new UUID(0, 0))
                        .map((row, _) -> Map.entry(
                                Figure.valueOf(row.getString("figure").toUpperCase(Locale.ROOT)), row.getLong("times")))
                        .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<Figure, Long> told(EmailId id) {
        var told = new EnumMap<Figure, Long>(Figure.class);
        new TrackedHistories(world().database, world().histories())
                .of(acme().team(), List.of(id.value()))
                .values()
                .forEach(all -> all.forEach((Happened one) -> told.merge(one.figure(), one.times(), Long::sum)));
        return told;
    }
}
