package dev.pennypost.emails.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    private static final int MILLION = 1_000_000;

    @Test
    void paragraphsAndHeadingsStandApart() {
        assertThat(PlainText.of("<h1>Hi</h1><p>One\n   two</p><p>three<br>four</p><div>five</div><div>six</div>"))
                .isEqualTo("Hi\n\nOne two\n\nthree\nfour\n\nfive\nsix");
    }

    @Test
    void anEmptyLineIsTheWidestDistance() {
        assertThat(PlainText.of("<p>a</p><br><br><br><div><p></p></div><p>b</p>"))
                .isEqualTo("a\n\nb");
    }

    @Test
    void textWithoutAnyTagStaysAsItIs() {
        assertThat(PlainText.of("just text")).isEqualTo("just text");
    }

    @Test
    void markupInsideAWordDoesNotPartIt() {
        assertThat(PlainText.of("un<b>believ</b>able <i> spaced </i>out")).isEqualTo("unbelievable spaced out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a href='https://x.org/p?a=1&amp;b=2'>Shop</a>. | Shop [https://x.org/p?a=1&b=2].",
                "<a href='https://x.org'>https://x.org</a> | https://x.org",
                "<a href='https://x.org/'>X.org</a> | X.org",
                "<a href='mailto:a@b.org'>a@b.org</a> | a@b.org",
                "<a href='mailto:a@b.org'>write</a> | write [a@b.org]",
                "<a href='tel:+123'>+123</a> | +123",
                "<a href='#top'>up</a> | up",
                "<a href='javascript:alert(1)'>run</a> | run",
                "<a name='here'>anchor</a> | anchor",
                "<a href='{{url}}'>go</a> | go [{{url}}]",
                "<a href='https://x.org'></a>end | end",
                "<a href='https://x.org'><img src='q.png'></a> | [https://x.org]",
                "<a href='https://x.org'><img src='q.png' alt='Logo'></a> | Logo [https://x.org]",
                "<a href='https://x.org'><p>Block</p></a><p>next</p> | Block [https://x.org]~~next",
                "<a href='https://x.org'>never closed | never closed [https://x.org]",
                "<a href='u'><img alt='A'></a><a href='v'><img alt='B'></a> | A [u] B [v]"
            })
    void linksSayWhereTheyLead(String html, String text) {
        assertThat(PlainText.of(html)).isEqualTo(text.replace('~', '\n'));
    }

    @Test
    void listsHaveMarkersAndDepth() {
        assertThat(PlainText.of("before<ul><li>one<li>two<ol start=9><li>a<li>b<br>c</ol></ul>after"))
                .isEqualTo("before\n\n- one\n- two\n  9. a\n  10. b\n      c\n\nafter");
    }

    @Test
    void aRowOfATableIsALine() {
        assertThat(PlainText.of("<table><thead><tr><th><p>Item</p></th><th>Price</th></tr></thead>"
                        + "<tr><td>Pen</td><td> $1 </td></tr><tr><td></td><td>Ink</td><td></td></tr></table>end"))
                .isEqualTo("Item | Price\nPen | $1\nInk\n\nend");
    }

    @Test
    void tablesOfLayoutLeaveNoTrace() {
        assertThat(PlainText.of(
                        "<table><tr><td><table><tr><td><h1>Hi</h1><p>One</p><p>Two</p></td></tr></table></td></tr>"
                                + "<tr><td><p>Bye</p></td></tr></table>"))
                .isEqualTo("Hi\n\nOne\n\nTwo\n\nBye");
    }

    @Test
    void aListInACellBeginsALine() {
        assertThat(PlainText.of("<table><tr><td>Do</td><td><ul><li>a<li>b</ul></td><td>then</td></tr></table>"))
                .isEqualTo("Do\n- a\n- b\n\nthen");
    }

    @Test
    void imagesAreTheirAlternatives() {
        assertThat(PlainText.of("See<img src=a alt='the  harbour'><img src=b alt=''><img src=c>now"))
                .isEqualTo("See the harbour now");
    }

    @Test
    void preformattedTextKeepsItsSpace() {
        assertThat(PlainText.of("<p>x</p><pre>\n  if a {\n\tb  c\n\n\n  }\n  </pre>y"))
                .isEqualTo("x\n\n  if a {\n\tb  c\n\n\n  }\n\ny");
    }

    @Test
    void quotesAreMarked() {
        assertThat(PlainText.of("<p>He wrote:</p><blockquote>one<br>two</blockquote>three"))
                .isEqualTo("He wrote:\n\n> one\n> two\n\nthree");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<head><title>gone</title></head>",
                "<style>.x{gone:1}</style>",
                "<script>document.write('<p>gone</p>')</script>",
                "<!-- gone -->",
                "<!--[if mso]><p>gone</p><![endif]-->",
                "<template><p>gone</p></template>",
                "<svg><title>gone</title><text>gone</text></svg>",
                "<textarea><b>gone</b></textarea>",
                "<select><option>gone</select>",
                "<div style='display:none'>gone<p>gone</p></div>",
                "<div style='DISPLAY : None !important; color:red'>gone</div>",
                "<span style='max-height:0px;overflow:hidden'>gone</span>",
                "<span style='visibility:hidden'>gone</span>",
                "<span style='opacity:0'>gone</span>",
                "<p hidden>gone</p>",
                "<div data-skip-in-text=true>gone</div>",
                "<style>a{b:c} /* } */ .top, span.preHeader{color:#fff;display:none !important}</style>"
                        + "<span class='a preHeader'>gone</span>",
                "<div style='display:none'>gone<table><tr><td>gone</table></div>"
            })
    void whatNobodySeesIsLeftOut(String html) {
        assertThat(PlainText.of(html + "<p>kept</p>")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!--[if !mso]><!--><p>kept</p><!--<![endif]-->",
                "<![if !mso]><p>kept</p><![endif]>",
                "<td style='font-size:0px'><div style='font-size:13px'>kept</div></td>",
                "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>kept</p>",
                "<style>@import 'a'; .x{display:none} .x{display:block}</style><p class=x>kept</p>",
                "<style>.x{display:none}</style><p class=x style='display:block'>kept</p>",
                "<style>.a .x{display:none}</style><p class=x>kept</p>",
                "<div style='overflow:hidden'>kept</div>",
                "<body><noscript>kept</noscript>",
                "<p aria-hidden=true>kept</p>"
            })
    void whatAReaderSeesIsKept(String html) {
        assertThat(PlainText.of(html)).isEqualTo("kept");
    }

    @Test
    void referencesAreDecodedOnce() {
        assertThat(PlainText.of("&lt;b&gt; &amp;amp; &eacute;&#8364;&#x1F600; &copy 1&nbsp;000 &nosuch; &#0; &#xD800;"))
                .isEqualTo("<b> &amp; é€😀 © 1 000 &nosuch; \ufffd ?");
    }

    @Test
    void fillersWithoutWidthAreLeftOut() {
        assertThat(PlainText.of("a\u00adb\u200bc\ufeff &zwnj;&nbsp;&zwnj;&nbsp;&#847; d\u0007e नमस्\u200dते"))
                .isEqualTo("abc de नमस्\u200dते");
    }

    @Test
    void halvesOfCharactersCanBeWritten() {
        String text = PlainText.of("a\ud83d b\ude00 <a href='\ud83d'>c</a> 😀");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        assertThat(text).endsWith("😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "<", "<p>", "</p>", "<img src=x>", "<!--", "<a b='", "<style>p", "&nbsp;", "\0", "<hr"})
    void whatShowsNoTextIsEmptyOrItself(String html) {
        assertThat(PlainText.of(html)).isEqualTo(html.equals("<") ? "<" : "");
    }

    @Test
    void noLineIsLongerThanMailAllows() {
        String words = "wörter und 😀 ".repeat(2_000);
        String word = "é😀x".repeat(3_000);
        String html = "<p>" + words + "<p>" + word + "<p><a href='https://x.org/" + word + "'>" + words + "</a>"
                + "<ul><li>".repeat(20) + words + "<blockquote>" + word + "<pre>" + " ".repeat(5_000) + word
                + "\t".repeat(3_000)
                + "x</pre><table><tr><td>" + word + "<td>" + words + "</table>";
        assertLinesFit(PlainText.of(html));
        assertThat(PlainText.of("<p>" + words)).isEqualToNormalizingWhitespace(words);
        assertThat(PlainText.of(word).replace("\n", "")).isEqualTo(word);
    }

    private static void assertLinesFit(String text) {
        assertThat(text.lines())
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(998));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<p>x",
                "<b>",
                "<table><tr><td>x",
                "<ul><li>x",
                "<blockquote>x",
                "<a href=x>x",
                "<i><b><a href=x></i><div>",
                "<pre> x",
                "</div>",
                "<",
                "&amp",
                "&",
                "<!--",
                "<!",
                "<a b='",
                "<a x1=1 x2=2 ",
                "<svg>",
                "<textarea>",
                "<style>a{",
                "<select><option>x",
                "<hr>",
                "<br>",
                "<img alt='a b'>",
                "<td>x</td>",
                "<table>x",
                "</p>x",
                "x",
                " ",
                "x ",
                "\ud83d",
                "<span style='a:b;display:none'>x",
                "<p class='a b'>"
            })
    @Timeout(60)
    void aMillionCharactersOfAnythingEnd(String piece) {
        String text = PlainText.of(piece.repeat(MILLION / piece.length()));
        assertThat(text.length()).isLessThan(6 * MILLION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<style>",
                "a{}",
                ".x{display:none}",
                ".x,",
                "@media{",
                "/*",
                "}",
                ";",
                "a{b:c;",
                "@import 'x';",
                ".x{display:none} @a{"
            })
    @Timeout(60)
    void aMillionCharactersOfAStyleSheetEnd(String piece) {
        String sheet = piece.repeat(MILLION / piece.length());
        assertThat(PlainText.of("<style>" + sheet + "</style><p>kept")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>", "<b>x<p>", "<table><tr><td>x", "<!-- ", "x "})
    @Timeout(60)
    void tenMillionCharactersEnd(String piece) {
        String text = PlainText.of(piece.repeat(10 * MILLION / piece.length()));
        assertThat(text.length()).isLessThanOrEqualTo(10 * MILLION);
    }

    @Test
    void elementsThatHtmlReopensDoNotMultiply() {
        var open = new StringBuilder();
        for (int i = 0; i < 240; i++) open.append("<b a").append(i).append('>');
        String text = PlainText.of(open + "<p>x".repeat(500_000));
        assertThat(text).startsWith("x\n\nx");
    }

    @Test
    void thousandsOfElementsAreAllRead() {
        assertThat(PlainText.of("<p>x</p>".repeat(200_000) + "<p>end").lines().filter(line -> !line.isEmpty()))
                .hasSize(200_001)
                .endsWith("end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>x", "<ul><li>x", "<table><tr><td>x", "<a href=x>x", "<b>x<p>"})
    void fourTimesTheLengthTakesNotMuchMoreThanFourTimesTheTime(String piece) {
        String quarter = piece.repeat(MILLION / 4 / piece.length());
        for (int i = 0; i < 5; i++) PlainText.of(quarter);
        var once = fastestOf(quarter);
        var fourfold = fastestOf(quarter.repeat(4));
        assertThat(fourfold).isLessThan(once.multipliedBy(10).plusMillis(200)); // sixteen times if it were quadratic
    }

    /// Time of this thread on a processor: what else the machine does, does not count.
    private static Duration fastestOf(String html) {
        var threads = ManagementFactory.getThreadMXBean();
        var fastest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = threads.getCurrentThreadCpuTime();
            PlainText.of(html);
            var taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
            if (taken.compareTo(fastest) < 0) fastest = taken;
        }
        return fastest;
    }

    @Test
    void nestingDeeperThanIsReadLosesNoText() {
        assertThat(PlainText.of("<div>".repeat(5_000) + "deep" + "</div>".repeat(5_000) + "<p>after"))
                .isEqualTo("deep\n\nafter");
        assertThat(PlainText.of("<div hidden>" + "<div>".repeat(5_000) + "gone"))
                .isEmpty();
    }

    @Test
    void anyHtmlGivesTidyText() {
        var random = new Random(19);
        var pieces = List.of(
                "<p>",
                "</p>",
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "</td>",
                "<th>",
                "<ul>",
                "<ol>",
                "</ul>",
                "<li>",
                "</li>",
                "<a href='https://x.org/1'>",
                "</a>",
                "<b>",
                "</b>",
                "<pre>",
                "</pre>",
                "<blockquote>",
                "</blockquote>",
                "<br>",
                "<hr>",
                "<img alt='pic ture'>",
                "<div hidden>",
                "</div>",
                "<div>",
                "word",
                "two words ",
                " ",
                "\n",
                "&nbsp;",
                "<!--",
                "-->",
                "<svg>",
                "</svg>",
                "<select>",
                "<form>",
                "<button>",
                "<h2>",
                "</h2>",
                "é😀",
                "&amp;",
                "<",
                "\0",
                "<caption>",
                "<style>.a{display:none}</style>",
                "<p class=a>",
                "<template>",
                "</template>",
                "<math>",
                "<col>",
                "<body>",
                "</body>");
        for (int i = 0; i < 20_000; i++) {
            var html = new StringBuilder();
            for (int j = random.nextInt(40); j >= 0; j--) html.append(pieces.get(random.nextInt(pieces.size())));
            assertTidy(PlainText.of(html.toString()), html.toString());
        }
    }

    private static void assertTidy(String text, String html) {
        boolean tidy = text.equals(text.stripTrailing())
                && !text.startsWith("\n")
                && text.lines().noneMatch(line -> line.endsWith(" "))
                && (html.contains("<pre>") || !text.contains("\n\n\n"));
        if (!tidy) assertThat(text).as(html).isEqualTo("tidy");
    }

    @Test
    void everyEmailOfTheCorporaGivesTextWithoutTags() throws IOException {
        Path corpora = Path.of(System.getProperty("pennypost.root"), "../shared/corpora/html")
                .normalize();
        assumeTrue(Files.isDirectory(corpora), "no corpora at " + corpora);
        try (Stream<Path> files = Files.list(corpora)) {
            var emails = files.filter(file -> file.toString().endsWith(".html")).toList();
            assertThat(emails).isNotEmpty();
            for (Path email : emails) assertReadable(email);
        }
    }

    private static void assertReadable(Path email) throws IOException {
        String text = PlainText.of(Files.readString(email));
        assertThat(text).as(email.toString()).isNotBlank();
        assertThat(text)
                .as(email.toString())
                .doesNotContainPattern("</?[a-zA-Z!]")
                .doesNotContain("display:", "@media", "&nbsp;", "-->", "\n\n\n", "\t");
        assertLinesFit(text);
    }

    @Test
    void aReceiptIsPleasantToRead() throws IOException {
        Path receipt = Path.of(
                System.getProperty("pennypost.root"),
                "../shared/corpora/html/007-templates_basic-full_receipt_content.html");
        assumeTrue(Files.exists(receipt), "no corpora at " + receipt);
        assertThat(PlainText.of(Files.readString(receipt)))
                .startsWith("[Product Name] [https://example.com]\nHi {{name}},\n\nThanks for using")
                .contains("Description | Amount\n{{description}} | {{amount}}\nTotal | {{total}}\n\nIf you have")
                .contains(
                        "reach out to our support team [{{support_url}}] for help.\n\nCheers,\nThe [Product Name] team\n")
                .doesNotContain("This is a receipt for your recent purchase")
                .endsWith("[Company Name, LLC]\n1234 Street Rd.\nSuite 1234");
    }
}
