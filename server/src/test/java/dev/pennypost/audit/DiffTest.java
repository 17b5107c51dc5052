package dev.pennypost.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DiffTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {'a':1,'b':2}             | {'a':1,'b':3}             | {'b':2}             | {'b':3}
            {'a':1}                   | {'a':1,'b':null}          | {}                  | {'b':null}
            {'a':1,'b':2}             | {'a':1}                   | {'b':2}             | {}
            {'a':{'b':1,'c':{'d':2}}} | {'a':{'b':1,'c':{'d':3}}} | {'a':{'c':{'d':2}}} | {'a':{'c':{'d':3}}}
            {'a':[1,2],'b':0}         | {'a':[2,1],'b':0}         | {'a':[1,2]}         | {'a':[2,1]}
            {'a':{'b':1}}             | {'a':7}                   | {'a':{'b':1}}       | {'a':7}
            {'a':null}                | {'a':''}                  | {'a':null}          | {'a':''}
            {'a':1}                   | {'a':'1'}                 | {'a':1}             | {'a':'1'}
            """)
    void keepsWhatDiffersAndNothingElse(String was, String is, String before, String after) {
        var diff = Diff.between(tree(was), tree(is)).orElseThrow();
        assertThat(diff.before()).isEqualTo(tree(before));
        assertThat(diff.after()).isEqualTo(tree(after));
    }

    @Test
    void keepsAllOfWhatIsNewAndOfWhatIsGone() {
        assertThat(Diff.between(null, tree("{'a':1}"))).contains(new Diff(null, tree("{'a':1}")));
        assertThat(Diff.between(tree("{'a':1}"), null)).contains(new Diff(tree("{'a':1}"), null));
    }

    @Test
    void isNothingWhereNothingDiffers() {
        assertThat(Diff.between(tree("{'a':{'b':[1]},'c':2}"), tree("{'c':2,'a':{'b':[1]}}")))
                .isEmpty();
        assertThat(Diff.between(null, null)).isEmpty();
    }

    private static @Nullable JsonNode tree(String json) {
        return Json.MAPPER.readTree(json.replace('\'', '"'));
    }
}
