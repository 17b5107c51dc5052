package dev.pennypost.tracking.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private static final String OURS = "https://t.test/t/";
    private static final Pattern OUR_LINK = Pattern.compile("https://t\\.test/t/(\\d+)_");

    /// HTML cut and joined, with a number for each link.
    private record Spliced(String html, List<String> targets) {
        static Spliced of(String html) {
            return of(html, Set.of());
        }

        static Spliced of(String html, Set<String> alone) {
            var targets = new ArrayList<String>();
            String spliced = places(html, alone).splice(target -> OURS + number(targets, target), "", "");
            return new Spliced(spliced, targets);
        }

        private static String number(List<String> targets, String target) {
            targets.add(target);
            return targets.size() - 1 + "_";
        }
    }

    private static Places places(String html, Set<String> alone) {
        return Places.of(html, alone).orElseThrow();
    }

    @Test
    void replacesTheValuesAndNothingElse() {
        assertThat(Spliced.of("<p>Hi<A  HREF = 'https://a.test/x' class=y >a</A ><a href=http://b.test/>b</a>"
                                + "<a title=\"x\" href=\"https://c.test\">c</a\t><area href=https://d.test>")
                        .html())
                .isEqualTo("<p>Hi<A  HREF = 'https://t.test/t/0_' class=y >a</A ><a href=https://t.test/t/1_>b</a>"
                        + "<a title=\"x\" href=\"https://t.test/t/2_\">c</a\t><area href=https://t.test/t/3_>");
    }

    @Test
    void readsEntitiesInAddresses() {
        assertThat(Spliced.of("<a href=\"https://a.test/?a=1&amp;b=2&amp;copy=3&#x26;d=&quot;4&quot;\">a</a>"
                                + "<a href='https://a.test/?x=1&y=2'>b</a><a href=https://a.test/?a=1&amp;b=2>c</a>")
                        .targets())
                .containsExactly(
                        "https://a.test/?a=1&b=2&copy=3&d=\"4\"", "https://a.test/?x=1&y=2", "https://a.test/?a=1&b=2");
    }

    @Test
    void saysAddressesAsHeadersCanHoldThem() {
        assertThat(Spliced.of("<a href=\" https://a.test/ü?q=a b\r\n\tc \">a</a><a href='https://bücher.test/'>b</a>")
                        .targets())
                .containsExactly("https://a.test/%C3%BC?q=a%20bc", "https://b%C3%BCcher.test/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"mailto:a@b.test\">x</a>",
                "<a href=\"tel:+4930\">x</a>",
                "<a href=\"sms:+4930\">x</a>",
                "<a href=\"#top\">x</a>",
                "<a href=\"/relative\">x</a>",
                "<a href=\"page.html\">x</a>",
                "<a href=\"//cdn.test/x\">x</a>",
                "<a href=\"javascript:alert('https://x.test')\">x</a>",
                "<a href=\"data:text/html,https://x.test\">x</a>",
                "<a href=\"\">x</a>",
                "<a href>x</a>",
                "<a href=\"https://x.test/\0y\">x</a>",
                "<a name=https://x.test>x</a>",
                "<a href=\"https:\">x</a>",
                "<a href=\"https:///x\">x</a>",
                "<a href=\"{{ url }}\">x</a>",
                "<a href=\"https://x.test/{{id}}\">x</a>",
                "<a href=\"https://x.test/{{{RESEND_UNSUBSCRIBE_URL}}}\">x</a>",
                "<a href=\"https://x.test/{% url %}\">x</a>",
                "<a href=\"https://x.test/*|UNSUB|*\">x</a>",
                "<a href=\"https://x.test/${id}\">x</a>",
                "<a href=\"https://x.test/<%= id %>\">x</a>",
                "<a href=\"https://x.test\" data-no-track>x</a>",
                "<a data-pennypost-no-track=\"\" href=\"https://x.test\">x</a>",
                "<a ses:no-track href=\"https://x.test\">x</a>",
                "<a href=\"https://x.test\" clicktracking=off>x</a>",
                "<a href=\"https://x.test\" CLICKTRACKING=\"OFF\">x</a>",
                "<a href=\"https://x.test\" rel=\"noopener unsubscribe\">x</a>",
                "<link href=\"https://x.test/a.css\"><img src=\"https://x.test/a.png\"><form action=\"https://x.test\">",
                "<!--[if mso]><v:roundrect href=\"https://x.test\"><a href=\"https://x.test\">x</a><![endif]-->",
                "<!-- <a href=\"https://x.test\"> -->",
                "<script>'<a href=\"https://x.test\">'</script><style>/*<a href=\"https://x.test\">*/</style>",
                "<title><a href=\"https://x.test\"></title><textarea><a href=\"https://x.test\"></textarea>",
            })
    void leavesAlone(String html) {
        var spliced = Spliced.of(html);
        assertThat(spliced.targets()).isEmpty();
        assertThat(spliced.html()).isEqualTo(html);
    }

    @Test
    void leavesUnsubscribeLinksAlone() {
        String html = "<a href=\"https://x.test/u?a=1&amp;b=2\">out</a><a href=\"https://x.test/v\">in</a>";
        assertThat(Spliced.of(html, Set.of("https://x.test/u?a=1&b=2")).targets())
                .containsExactly("https://x.test/v");
    }

    @Test
    void tracksWhatOutlookShowsInsteadOfAComment() {
        assertThat(Spliced.of("<!--[if !mso]><!--><a href=\"https://x.test\">x</a><!--<![endif]-->")
                        .targets())
                .containsExactly("https://x.test");
        assertThat(Spliced.of("<![if !mso]><a href=\"https://x.test\">x</a><![endif]>")
                        .targets())
                .containsExactly("https://x.test");
    }

    @Test
    void replacesAMisnestedLinkOnce() {
        var spliced = Spliced.of(
                "<p><b><a href=\"https://x.test/1\">one<p>two</b>three</a><table><a href=https://y.test>q</a><tr>");
        assertThat(spliced.targets()).containsExactly("https://x.test/1", "https://y.test");
        assertThat(spliced.html())
                .isEqualTo(
                        "<p><b><a href=\"https://t.test/t/0_\">one<p>two</b>three</a><table><a href=https://t.test/t/1_>q</a><tr>");
    }

    @Test
    void goesByTheFirstOfTwoAttributes() {
        assertThat(Spliced.of("<a href=\"https://x.test/1\" href=\"https://x.test/2\">")
                        .html())
                .isEqualTo("<a href=\"https://t.test/t/0_\" href=\"https://x.test/2\">");
    }

    @Test
    void putsMarkupAtTheBeginningAndTheEndOfTheBody() {
        assertThat(both("<html><head></head><body class=x>\r\nHi</body>\n</html>\n"))
                .isEqualTo("<html><head></head><body class=x>[\r\nHi]</body>\n</html>\n");
        assertThat(both("<BODY>Hi</BODY >")).isEqualTo("<BODY>[Hi]</BODY >");
        assertThat(both("<p>Hi</p>")).isEqualTo("<p>Hi</p>][");
        assertThat(both("")).isEqualTo("][");
        assertThat(both("<body>Hi<!-- </body> -->")).isEqualTo("<body>[Hi<!-- </body> -->]");
    }

    private static String both(String html) {
        return places(html, Set.of()).splice(link -> link, "[", "]");
    }

    @Test
    void leavesLongAddressesAlone() {
        String limit = "https://x.test/" + "a".repeat(Target.LONGEST - "https://x.test/".length());
        assertThat(Spliced.of("<a href=\"" + limit + "\">").targets()).hasSize(1);
        assertThat(Spliced.of("<a href=\"" + limit + "a\">").targets()).isEmpty();
    }

    @Test
    void leavesTheLinksOfAnEmailWithManyAlone() {
        String link = "<a href=\"https://x.test\">x</a>";
        assertThat(Spliced.of(link.repeat(Places.MOST_LINKS)).targets()).hasSize(Places.MOST_LINKS);
        var spliced = Spliced.of(link.repeat(Places.MOST_LINKS + 1));
        assertThat(spliced.targets()).isEmpty();
        assertThat(spliced.html()).isEqualTo(link.repeat(Places.MOST_LINKS + 1));
    }

    @Test
    void leavesLargeHtmlAlone() {
        assertThat(Places.of("a".repeat(Places.LARGEST + 1), Set.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<a href=x>",
                "<b>",
                "<table>",
                "<",
                "<a href=\"",
                "&amp;",
                "<!--",
                "<p><b><a href=https://x.test>"
            })
    void isDoneInTimeWithWhateverIsRepeated(String piece) {
        String html = piece.repeat(200_000 / piece.length());
        Instant start = Instant.now();
        assertThat(Places.of(html, Set.of())).isPresent();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void everyEmailOfTheCorporaComesOutIdenticalButForTheLinks() throws IOException {
        Path corpora = Path.of(System.getProperty("pennypost.root"), "../shared/corpora/html")
                .normalize();
        assumeTrue(Files.isDirectory(corpora), "no corpora at " + corpora);
        int links = 0;
        try (Stream<Path> files = Files.list(corpora)) {
            var emails = files.filter(file -> file.toString().endsWith(".html")).toList();
            assertThat(emails).isNotEmpty();
            for (Path email : emails) {
                String html = Files.readString(email);
                links += assertFaithful(email.toString(), html);
                // the same templates once somebody has filled them in
                links += assertFaithful(
                        email + ", filled in",
                        html.replaceAll(
                                "(href\\s*=\\s*[\"'])\\{\\{[^}]*\\}\\}",
                                "$1https://acme.test/p?a=1&amp;b=%20&quot;=2"));
            }
        }
        assertThat(links).isGreaterThan(50);
    }

    /// Every link is tracked, each part between them is as it was, and each link leads where it led.
    private static int assertFaithful(String name, String html) {
        var spliced = Spliced.of(html);
        List<String> expected = Parser.htmlParser().parseInput(html, "").select("a[href], area[href]").stream()
                .map(link -> link.attr("href").strip())
                .filter(href -> href.startsWith("http://") || href.startsWith("https://"))
                .filter(href -> !href.contains("{{") && !href.contains("*|"))
                .toList();
        assertThat(spliced.targets()).as(name).containsExactlyElementsOf(expected);
        assertThat(restored(html, spliced)).as(name).isEqualTo(html);
        return expected.size();
    }

    /// The HTML with each of our links replaced by what stands there in the original.
    private static String restored(String original, Spliced spliced) {
        var restored = new StringBuilder();
        Matcher links = OUR_LINK.matcher(spliced.html());
        int end = 0;
        while (links.find()) {
            restored.append(spliced.html(), end, links.start());
            String target = spliced.targets().get(Integer.parseInt(links.group(1)));
            restored.append(
                    original, restored.length(), restored.length() + written(original, restored.length(), target));
            end = links.end();
        }
        return restored.append(spliced.html().substring(end)).toString();
    }

    /// How many characters from a place on are this address in an attribute.
    private static int written(String html, int from, String target) {
        int best = -1;
        for (int length = 1; from + length <= html.length() && length < 3_000; length++) {
            boolean same = Target.of(Parser.unescapeEntities(html.substring(from, from + length), true))
                    .filter(target::equals)
                    .isPresent();
            if (same) best = length;
            else if (best > 0) return best;
        }
        return best;
    }

    @Test
    void whateverIsPutTogetherParsesTheSameButForTheLinks() {
        var random = new Random(6);
        String[] pieces = {
            "<a href=\"https://a.test/?x=1&amp;y=2\">",
            "<a href='http://b.test'>",
            "<a href=https://c.test/d>",
            "</a>",
            "<a href=\"#x\">",
            "<A HREF=\"HTTPS://E.test/ü\" href=x>",
            "<area href=\"https://f.test\" />",
            "<p>",
            "</p>",
            "<table><tr><td>",
            "</td></tr></table>",
            "<b>",
            "</b>",
            "<body>",
            "</body>",
            "<head>",
            "<html>",
            "</html>",
            "<!--[if mso]>",
            "<![endif]-->",
            "<!--",
            "-->",
            "<style>",
            "</style>",
            "<script>",
            "</script>",
            "<svg>",
            "<math>",
            "</svg>",
            "<title>",
            "</title>",
            "<select>",
            "<template>",
            "</template>",
            "\"",
            "'",
            "<",
            ">",
            "&",
            "&amp;",
            "text ",
            "\r\n",
            "é",
            "𝒳",
            "<a\nhref\n=\nhttps://g.test\n>",
            "<a href=\"https://h.test",
            "<plaintext",
            "<noscript>",
            "</noscript>",
            "<frameset>",
            "<a href=https://i.test/&amp>",
            "<textarea>",
        };
        for (int round = 0; round < 4_000; round++) {
            var html = new StringBuilder();
            for (int i = random.nextInt(25); i >= 0; i--) html.append(pieces[random.nextInt(pieces.length)]);
            assertParsesTheSame(html.toString());
        }
    }

    private static void assertParsesTheSame(String html) {
        var spliced = Spliced.of(html);
        Document expected = Parser.htmlParser().parseInput(html, "");
        Document actual = Parser.htmlParser().parseInput(spliced.html(), "");
        for (Element link : actual.select("a[href], area[href]")) {
            Matcher ours = OUR_LINK.matcher(link.attr("href"));
            if (ours.matches()) link.attr("href", spliced.targets().get(Integer.parseInt(ours.group(1))));
        }
        for (Element link : expected.select("a[href], area[href]"))
            Target.of(link.attr("href")).ifPresent(target -> link.attr("href", target));
        assertThat(actual.html()).as(html).isEqualTo(expected.html());
        assertThat(spliced.html().replaceAll("https://t\\.test/t/\\d+_", "").length())
                .as(html)
                .isLessThanOrEqualTo(html.length());
    }
}
