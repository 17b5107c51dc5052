package dev.pennypost.templates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.templates.RenderResult.Refused;
import dev.pennypost.templates.RenderResult.Rendered;
import dev.pennypost.templates.TemplateProblem.BadValue;
import dev.pennypost.templates.TemplateProblem.Flaw;
import dev.pennypost.templates.TemplateProblem.MissingValue;
import dev.pennypost.templates.TemplateProblem.ReservedKey;
import dev.pennypost.templates.TemplateProblem.TooLarge;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {
    private static final TemplateId ID = new TemplateId(new UUID(1, 2));
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Declaration NAME = new Declaration("NAME", VariableType.STRING, null);
    private static final Declaration PRICE = new Declaration("PRICE", VariableType.NUMBER, null);
    private static final Declaration COLOUR = new Declaration("COLOUR", VariableType.STRING, "red");

    @Test
    void putsValuesIntoSubjectHtmlAndTextAndNowhereElse() {
        var wording =
                new Wording("N <n@a.test>", "Hi {{{NAME}}}", List.of("r@a.test"), "<b>{{{NAME}}}</b>", "{{{NAME}}}!");
        assertThat(Rendering.render(ID, version(wording, NAME), Map.of("NAME", "Ada")))
                .isEqualTo(new Rendered(ID, "N <n@a.test>", "Hi Ada", List.of("r@a.test"), "<b>Ada</b>", "Ada!"));
    }

    @Test
    void leavesOutWhatTheTemplateDoesNotSay() {
        var wording = new Wording(null, null, List.of(), "", null);
        assertThat(Rendering.render(ID, version(wording), Map.of()))
                .isEqualTo(new Rendered(ID, null, null, List.of(), "", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>bold</b>", "&amp; & \" '", "<script>alert(1)</script>", "a\nb", "$1 \\1 $", ""})
    void escapesNothing(String value) {
        assertThat(html("<p>{{{NAME}}}</p>", Map.of("NAME", value), NAME)).isEqualTo("<p>" + value + "</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{NAME}}",
                "{NAME}",
                "{{{ }}}",
                "{{{NA-ME}}}",
                "{{{NAME",
                "{{{NAME}}",
                "{{{#if NAME}}}",
                "{{{a.b|c}}}",
                "{{{NAME|a{b}c}}}"
            })
    void takesEverythingElseForText(String text) {
        assertThat(html(text, Map.of("NAME", "Ada", "a.b", "x"), NAME)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"{{{ NAME }}},Ada", "{{{{NAME}}}},{Ada}", "{{{NAME}}}{{{NAME}}},AdaAda", "{{{NAME|you}}},Ada"})
    void findsPlacesInTightSpots(String text, String expected) {
        assertThat(html(text, Map.of("NAME", "Ada"), NAME)).isEqualTo(expected);
    }

    @Test
    void rendersNothingTwice() {
        var values = Map.of("NAME", "{{{COLOUR}}}", "COLOUR", "{{{NAME}}} {{{OTHER}}}");
        assertThat(html("{{{NAME}}}-{{{COLOUR}}}", values, NAME, COLOUR))
                .isEqualTo("{{{COLOUR}}}-{{{NAME}}} {{{OTHER}}}");
    }

    @Test
    void takesTheFallbackOfTheVariableBeforeThatOfThePlace() {
        assertThat(html("{{{COLOUR|blue}}}", Map.of("COLOUR", "green"), COLOUR)).isEqualTo("green");
        assertThat(html("{{{COLOUR|blue}}}", Map.of(), COLOUR)).isEqualTo("red");
        assertThat(html("{{{NAME|blue & <b>}}}", Map.of(), NAME)).isEqualTo("blue & <b>");
        assertThat(html("({{{NAME|}}})", Map.of(), NAME)).isEqualTo("()");
        assertThat(html("{{{COLOUR}}}", Collections.singletonMap("COLOUR", null), COLOUR))
                .isEqualTo("red");
    }

    @Test
    void takesAnEmptyStringForAValue() {
        assertThat(html("({{{COLOUR}}})", Map.of("COLOUR", ""), COLOUR)).isEqualTo("()");
        var empty = new Declaration("NOTE", VariableType.STRING, "");
        assertThat(html("({{{NOTE}}})", Map.of(), empty)).isEqualTo("()");
    }

    @Test
    void refusesAMissingValue() {
        var missing = new Refused(new MissingValue("NAME"));
        assertThat(render("{{{NAME}}}", Map.of(), NAME)).isEqualTo(missing);
        assertThat(render("no place", Map.of(), NAME)).isEqualTo(missing);
        assertThat(render("{{{NAME|x}}} {{{NAME}}}", Map.of(), NAME)).isEqualTo(missing);
        assertThat(render("{{{NAME}}}", Collections.singletonMap("NAME", null), NAME))
                .isEqualTo(missing);
        assertThat(render("{{{NAME}}}", Map.of("name", "Ada"), NAME)).isEqualTo(missing);
    }

    @Test
    void namesTheFirstProblemInTheOrderOfDeclaration() {
        assertThat(render("{{{PRICE}}} {{{NAME}}}", Map.of(), NAME, PRICE))
                .isEqualTo(new Refused(new MissingValue("NAME")));
    }

    @Test
    void refusesValuesOfAnotherType() {
        assertThat(render("{{{NAME}}}", Map.of("NAME", 5), NAME)).isEqualTo(bad("NAME", Flaw.NOT_A_STRING));
        assertThat(render("{{{PRICE}}}", Map.of("PRICE", "5"), PRICE)).isEqualTo(bad("PRICE", Flaw.NOT_A_NUMBER));
        assertThat(render("{{{PRICE}}}", Map.of("PRICE", List.of()), PRICE)).isEqualTo(bad("PRICE", Flaw.NOT_A_NUMBER));
        assertThat(render("{{{NAME|x}}}", Map.of("NAME", true), NAME)).isEqualTo(bad("NAME", Flaw.NOT_A_STRING));
        assertThat(render("x", Map.of("NAME", true), NAME)).isEqualTo(bad("NAME", Flaw.NOT_A_STRING));
    }

    @Test
    void refusesValuesBeyondTheirLimits() {
        assertThat(render("{{{NAME}}}", Map.of("NAME", "x".repeat(2001)), NAME)).isEqualTo(bad("NAME", Flaw.TOO_LONG));
        assertThat(html("{{{NAME}}}", Map.of("NAME", "x".repeat(2000)), NAME)).hasSize(2000);
        assertThat(render("{{{NAME}}}", Map.of("NAME", "a\0b"), NAME)).isEqualTo(bad("NAME", Flaw.HAS_NUL));
        List<Number> beyond = List.of(
                (1L << 53),
                -(1L << 53),
                1e300,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                BigInteger.TEN.pow(400),
                new BigDecimal("1e999999999"));
        for (Number number : beyond)
            assertThat(render("{{{PRICE}}}", Map.of("PRICE", number), PRICE))
                    .isEqualTo(bad("PRICE", Flaw.OUT_OF_RANGE));
    }

    @ParameterizedTest
    @CsvSource({
        "499,499",
        "0,0",
        "-0.0,0",
        "0.0,0",
        "100,100",
        "1e2,100",
        "25.0,25",
        "25.50,25.5",
        "19.99,19.99",
        "-3.5,-3.5",
        "9007199254740991,9007199254740991",
        "-9007199254740991,-9007199254740991"
    })
    void writesNumbersInPlainDigits(String number, String expected) {
        Map<String, Object> asDouble = Map.of("PRICE", Double.valueOf(number));
        Map<String, Object> asDecimal = Map.of("PRICE", new BigDecimal(number));
        assertThat(html("{{{PRICE}}}", asDouble, PRICE)).isEqualTo(expected);
        assertThat(html("{{{PRICE}}}", asDecimal, PRICE)).isEqualTo(expected);
    }

    @Test
    void ignoresWhatTheTemplateDoesNotKnow() {
        assertThat(html("x", Map.of("OTHER", List.of(1), "not a key", "y".repeat(5000))))
                .isEqualTo("x");
    }

    @Test
    void fillsPlacesWhoseVariableWasNotDeclared() {
        assertThat(html("{{{NAME}}} {{{AGE}}}", Map.of("NAME", "Ada", "AGE", 36)))
                .isEqualTo("Ada 36");
        assertThat(html("{{{NAME|you}}}", Map.of())).isEqualTo("you");
        assertThat(render("{{{NAME}}}", Map.of())).isEqualTo(new Refused(new MissingValue("NAME")));
        assertThat(render("{{{NAME}}}", Map.of("NAME", true))).isEqualTo(bad("NAME", Flaw.NEITHER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FIRST_NAME",
                "LAST_NAME",
                "EMAIL",
                "UNSUBSCRIBE_URL",
                "RESEND_UNSUBSCRIBE_URL",
                "contact",
                "this",
                "contact.first_name"
            })
    void leavesReservedPlacesToOthersOrToTheirFallback(String key) {
        assertThat(html("{{{" + key + "}}}", Map.of())).isEqualTo("{{{" + key + "}}}");
        assertThat(html("{{{" + key + "|there}}}", Map.of())).isEqualTo("there");
    }

    @Test
    void refusesValuesForReservedNames() {
        assertThat(render("x", Map.of("EMAIL", "a@b.test"))).isEqualTo(new Refused(new ReservedKey("EMAIL")));
    }

    @Test
    void refusesAnEmailThatItsValuesBlowUp() {
        String places = "{{{NAME}}}".repeat(25_000);
        assertThat(render(places, Map.of("NAME", "x".repeat(2000)), NAME))
                .isEqualTo(new Refused(new TooLarge(Rendering.LIMIT)));
        assertThat(html(places, Map.of("NAME", "x".repeat(1000)), NAME)).hasSize(25_000_000);
    }

    @Test
    @Timeout(20)
    void staysFastWhateverTheTemplateHolds() {
        for (String part : List.of("{", "{{{", "{{{NAME", "{{{NAME|", "{{{ ", "{{{NAME|x}} ", "}"))
            assertThat(html(part.repeat(200_000), Map.of())).isEqualTo(part.repeat(200_000));
        String blank = "{{{" + " ".repeat(1_000_000);
        assertThat(html(blank, Map.of())).isEqualTo(blank);
    }

    /// Against an oracle that joins what it cut itself: any mixture of text and places, with any values.
    @Test
    void rendersAnyTemplateAsItsPiecesSay() {
        for (long seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            Map<String, Object> values = new LinkedHashMap<>();
            for (String key : List.of("A", "B_2", "c")) values.put(key, piece(random));
            var template = new StringBuilder();
            var expected = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                if (random.nextBoolean()) {
                    String text = literal(random);
                    template.append(text);
                    expected.append(text);
                } else {
                    String key = List.of("A", "B_2", "c").get(random.nextInt(3));
                    template.append("{{{")
                            .append(key)
                            .append(random.nextBoolean() ? "|no" : "")
                            .append("}}}");
                    expected.append(values.get(key));
                }
            }
            assertThat(html(template.toString(), values)).as("seed %d", seed).isEqualTo(expected.toString());
        }
    }

    /// A value: braces, places, markup, what regular expressions and HTML hold for special.
    private static String piece(Random random) {
        var piece = new StringBuilder();
        List<String> of =
                List.of("{", "}", "{{{A}}}", "{{{", "}}}", "|", "$1", "\\", "<", "&lt;", "\"", "é", "😀", " ", "x");
        for (int i = random.nextInt(6); i > 0; i--) piece.append(of.get(random.nextInt(of.size())));
        return piece.toString();
    }

    /// Text that neither is a place nor becomes part of one.
    private static String literal(Random random) {
        List<String> of = List.of("{{A}} ", "<b>", "&amp;", "$0", "\\", "é", "\n", " {A} ", "A|b", "😀");
        return of.get(random.nextInt(of.size()));
    }

    private static Refused bad(String key, Flaw flaw) {
        return new Refused(new BadValue(key, flaw));
    }

    private static String html(String html, Map<String, ? extends @Nullable Object> values, Declaration... declared) {
        RenderResult result = render(html, values, declared);
        assertThat(result).isInstanceOf(Rendered.class);
        return ((Rendered) result).html();
    }

    private static RenderResult render(
            String html, Map<String, ? extends @Nullable Object> values, Declaration... declared) {
        return Rendering.render(ID, version(new Wording(null, null, List.of(), html, null), declared), values);
    }

    private static Version version(Wording wording, Declaration... declared) {
        List<Variable> variables = Arrays.stream(declared)
                .map(declaration -> new Variable(UUID.randomUUID(), declaration, NOW, NOW.plus(Duration.ZERO)))
                .toList();
        return new Version(UUID.randomUUID(), wording, variables);
    }
}
