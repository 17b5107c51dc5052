package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private final Placeholders places = new Placeholders(Map.of("name", "Ada & <Co>", "order_id", "$1", "a2", "\\"));

    @Test
    void fillsATextAsItIs() {
        assertThat(places.inText("Hi {{name}}, {{ order_id }} {{a2}}")).isEqualTo("Hi Ada & <Co>, $1 \\");
    }

    @Test
    void fillsHtmlWithTextUnlessThreeBracesAskForMore() {
        assertThat(places.inHtml("<b title=\"{{name}}\">{{{name}}}</b>"))
                .isEqualTo("<b title=\"Ada &amp; &lt;Co&gt;\">Ada & <Co></b>");
    }

    @Test
    void aNameWithoutAValueStandsForNothing() {
        assertThat(places.inText("[{{other}}]")).isEqualTo("[]");
    }

    @Test
    void leavesAloneWhatIsNoPlace() {
        assertThat(places.inText("{{#if name}} {{2x}} {name} {{a-b}}")).isEqualTo("{{#if name}} {{2x}} {name} {{a-b}}");
    }

    @Test
    void doesNotFillWhatWasFilledIn() {
        assertThat(new Placeholders(Map.of("a", "{{b}}", "b", "x")).inText("{{a}}"))
                .isEqualTo("{{b}}");
    }
}
