package dev.pennypost.emails.lint;

import static dev.pennypost.emails.lint.Warning.Code.ACTIVE_CONTENT;
import static dev.pennypost.emails.lint.Warning.Code.ADDRESS_LINKS;
import static dev.pennypost.emails.lint.Warning.Code.EMBEDDED_IMAGES;
import static dev.pennypost.emails.lint.Warning.Code.EMPTY_SUBJECT;
import static dev.pennypost.emails.lint.Warning.Code.FOREIGN_LINKS;
import static dev.pennypost.emails.lint.Warning.Code.HTML_CLIPPED;
import static dev.pennypost.emails.lint.Warning.Code.IMAGES_WITHOUT_ALT;
import static dev.pennypost.emails.lint.Warning.Code.LINK_SHORTENER;
import static dev.pennypost.emails.lint.Warning.Code.NO_DMARC;
import static dev.pennypost.emails.lint.Warning.Code.NO_LIST_UNSUBSCRIBE;
import static dev.pennypost.emails.lint.Warning.Code.NO_ONE_CLICK;
import static dev.pennypost.emails.lint.Warning.Code.NO_REPLY_FROM;
import static dev.pennypost.emails.lint.Warning.Code.NO_TEXT;
import static dev.pennypost.emails.lint.Warning.Code.ONLY_IMAGES;
import static dev.pennypost.emails.lint.Warning.Code.PLAIN_HTTP_LINKS;
import static dev.pennypost.emails.lint.Warning.Code.SHOUTING_SUBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.message.CustomHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {
    private static final String WORDS = "<p>Your order of seventeen lamps was shipped to you this morning.</p>";
    private static final String FINE_TEXT = "Your order was shipped: https://shop.acme.co.uk/orders/17";
    private static final int MUCH = 8 * 1024 * 1024;

    private final Lint lint = new Lint(PublicSuffixList.bundled()::registrableDomain);

    private String from = "shop@mail.acme.co.uk";
    private boolean hasReplyTo;
    private int recipients = 1;
    private String subject = "Your order 17";
    private @Nullable String text = FINE_TEXT;
    private boolean lacksDmarc;
    private final List<CustomHeader> headers = new ArrayList<>();

    @Test
    void hasNothingToSayAboutADecentEmail() {
        assertThat(codes(WORDS + "<a href='https://shop.acme.co.uk/17'>See it</a><img src=cid:logo alt=''>"))
                .isEmpty();
        assertThat(codes(null)).isEmpty();
    }

    @Test
    void noticesWhatTheHeaderLacks() {
        subject = "  ";
        from = "No-Reply@mail.acme.co.uk";
        lacksDmarc = true;

        assertThat(codes(null)).containsExactly(EMPTY_SUBJECT, NO_REPLY_FROM, NO_DMARC);
        assertThat(check(null).getLast().message()).startsWith("`mail.acme.co.uk` has no valid DMARC record");

        hasReplyTo = true;
        subject = "YOUR ORDER NOW, 17";
        assertThat(codes(null)).containsExactly(SHOUTING_SUBJECT, NO_DMARC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"noreply", "no-reply", "no_reply", "do-not-reply", "DoNotReply", "noreply+17", "no.reply-eu"})
    void knowsWhoDoesNotWantReplies(String mailbox) {
        from = mailbox + "@acme.test";

        assertThat(codes(null)).contains(NO_REPLY_FROM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "replies", "nora.reply", "notes", "noreplying"})
    void doesNotTakeOthersForThem(String mailbox) {
        from = mailbox + "@acme.test";

        assertThat(codes(null)).doesNotContain(NO_REPLY_FROM);
    }

    @Test
    void noticesMissingText() {
        text = " ";
        assertThat(codes(WORDS)).containsExactly(NO_TEXT);
        text = null;
        assertThat(codes(WORDS)).containsExactly(NO_TEXT);
    }

    @Test
    void countsTheOctetsThatGmailShows() {
        int most = 102 * 1024;
        assertThat(codes(filled("x", most))).isEmpty();
        assertThat(codes(filled("x", most + 1))).containsExactly(HTML_CLIPPED);
        assertThat(codes(filled("é", most / 2))).isEmpty();
        assertThat(codes(filled("é", most / 2 + 1))).containsExactly(HTML_CLIPPED);
        assertThat(codes(filled("€", most / 3 + 1))).containsExactly(HTML_CLIPPED);
        assertThat(codes(filled("😀", most / 4))).isEmpty();
        assertThat(codes(filled("😀", most / 4 + 1))).containsExactly(HTML_CLIPPED);
    }

    @Test
    void noticesPictures() {
        assertThat(
                        codes(
                                "<style>p { color: red; margin: 0 auto; padding: 12px 24px 12px 24px }</style>"
                                        + "<!-- a long comment that nobody is ever going to see at all --><IMG SRC=\"cid:a\" alt=x>&nbsp;"))
                .containsExactly(ONLY_IMAGES);
        assertThat(codes(WORDS + "<img src=cid:a><img src='cid:b' alt>")).containsExactly(IMAGES_WITHOUT_ALT);
        assertThat(check(WORDS + "<img src=cid:a><img src='cid:b'>").getFirst().message())
                .isEqualTo("2 images have no `alt` text.");
        assertThat(codes(WORDS + "<img alt='' src=' data:image/png;base64,AAAA'>"))
                .containsExactly(EMBEDDED_IMAGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>let a = '<b>'</script>", "<FORM action=x>", "<iframe/>", "<object\n>", "<embed>"})
    void noticesWhatMailProgramsTakeOut(String element) {
        assertThat(codes(WORDS + element + WORDS)).containsExactly(ACTIVE_CONTENT);
    }

    @Test
    void comparesHostsByTheirOrganization() {
        assertThat(codes(WORDS + "<a href=\"HTTPS://WWW.ACME.CO.UK:443/x\">x</a>"))
                .isEmpty();
        assertThat(check(WORDS + "<a href=\"https://other.co.uk/x\">x</a><a href=https://a.test>y</a>"))
                .containsExactly(new Warning(
                        FOREIGN_LINKS, "Links lead to other domains than acme.co.uk: other.co.uk, a.test."));
        assertThat(check(WORDS + "<a href=https://a.test>1</a><a href=https://b.test>2</a><a href=https://c.test>"
                                + "3</a><a href=https://d.test>4</a><a href=https://e.test>5</a>")
                        .getFirst()
                        .message())
                .endsWith(": a.test, b.test, c.test and 2 more.");
    }

    @Test
    void readsLinksInPlainTextToo() {
        text = "See http://shop.acme.co.uk, <https://a.test/x> or (https://b.test).";

        assertThat(codes(null)).containsExactly(PLAIN_HTTP_LINKS, FOREIGN_LINKS);
        assertThat(check(null).getLast().message()).endsWith(": a.test, b.test.");
    }

    @Test
    void noticesLinksThatHideWhereTheyGo() {
        assertThat(codes(WORDS + "<a href=https://bit.ly/17>x</a>")).containsExactly(LINK_SHORTENER);
        assertThat(codes(WORDS + "<a href=https://192.0.2.7/x>x</a><a href='https://[2001:db8::1]:8443/'>y</a>"))
                .containsExactly(ADDRESS_LINKS);
        assertThat(codes(WORDS + "<a href='https://shop.acme.co.uk@a.test/'>x</a>"))
                .containsExactly(FOREIGN_LINKS);
    }

    @Test
    void leavesPlaceholdersAndOtherSchemesAlone() {
        assertThat(codes(WORDS + "<a href='{{url}}'>x</a><a href='https://{{host}}/'>x</a><a href=mailto:a@b.test>x</a>"
                        + "<a href=#top>x</a><a href=tel:17>x</a><a>x</a><a href>x</a>"))
                .isEmpty();
    }

    @Test
    void noticesImagesInTheClearButNotTheirHosts() {
        assertThat(codes(WORDS + "<img alt='' src=https://cdn.test/a.png>")).isEmpty();
        assertThat(codes(WORDS + "<img alt='' src=http://cdn.test/a.png>")).containsExactly(PLAIN_HTTP_LINKS);
    }

    @Test
    void asksBulkMailForAWayOut() {
        text = "To Unsubscribe, write to us.";
        assertThat(codes(null)).containsExactly(NO_LIST_UNSUBSCRIBE);
        text = FINE_TEXT;
        recipients = 20;
        assertThat(codes(null)).containsExactly(NO_LIST_UNSUBSCRIBE);
        recipients = 1;
        headers.add(new CustomHeader("Precedence", "bulk"));
        assertThat(codes(null)).containsExactly(NO_LIST_UNSUBSCRIBE);

        headers.add(new CustomHeader("list-unsubscribe", "<mailto:out@acme.test>"));
        assertThat(codes(null)).containsExactly(NO_ONE_CLICK);
        headers.set(1, new CustomHeader("List-Unsubscribe", "<mailto:out@acme.test>, <https://acme.test/out>"));
        assertThat(codes(null)).containsExactly(NO_ONE_CLICK);
        headers.add(new CustomHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        assertThat(codes(null)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void readsTheWorstInNoTime(String html) {
        text = html;
        long before = System.nanoTime();

        var warnings = check(html);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(warnings).allSatisfy(warning -> assertThat(warning.message()).hasSizeLessThan(1_000));
    }

    static Stream<String> hostile() {
        return Stream.of(
                        "<",
                        "<!--",
                        "<a href=\"",
                        "<a href='x",
                        "<a =",
                        "<a / ",
                        "</",
                        "<script>",
                        "<style></",
                        "<img src=\"data:",
                        "&",
                        "&a;",
                        "<a href=https://a.test>",
                        "<a href=http://a.",
                        "http://",
                        "https://x.test/ ",
                        "unsubscrib",
                        "u",
                        "\"",
                        "\uD83D",
                        "<a href=https://xn--.test>",
                        "<x y=z ",
                        "[")
                .map(piece -> piece.repeat(MUCH / piece.length()));
    }

    @Test
    void readsEveryBrokenPieceWithoutFailing() {
        var random = new Random(17);
        String[] pieces = {
            "<", ">", "\"", "'", "=", "a", " href", "img", " src=", "https://", "a.test", "@", ":", "/", "<!--", "-->",
                    "&",
            ";", "</", "script", "style", "[", "]", ".", "\0", "\n", "é", "\uDC00", "data:", "xn--", "%", "..", "{{",
                    "}}"
        };
        for (int round = 0; round < 20_000; round++) {
            var html = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) html.append(pieces[random.nextInt(pieces.length)]);
            text = html.toString();
            assertThat(check(text)).isNotNull();
        }
    }

    @Test
    void findsManyDifferentHostsOnlyUpToALimit() {
        var html = new StringBuilder(WORDS);
        for (int i = 0; i < 5_000; i++)
            html.append("<a href=https://h").append(i).append(".test>x</a>");

        assertThat(check(html.toString()))
                .filteredOn(warning -> warning.code() == FOREIGN_LINKS)
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).endsWith("h2.test and 97 more."));
    }

    private static String filled(String piece, int count) {
        return piece.repeat(count);
    }

    private List<Warning.Code> codes(@Nullable String html) {
        return check(html).stream().map(Warning::code).toList();
    }

    private List<Warning> check(@Nullable String html) {
        return lint.check(
                new Draft(Address.parse(from), hasReplyTo, recipients, subject, html, text, headers, lacksDmarc));
    }
}
