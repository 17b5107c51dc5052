package dev.pennypost.dashboard.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            expected value, expected value, expected value, expected value
            p=MIIBIjANBg, p=MIlBIjANBg, p=MI[I]BIjANBg, p=MI[l]BIjANBg
            v=spf1 ~all, v=spf1 -all, v=spf1 [~]all, v=spf1 [-]all
            feedback.mta.test, feedback.mta.test.example.com, feedback.mta.test, feedback.mta.test[.example.com]
            v=spf1 include:a.test include:b.test ~all, v=spf1 include:b.test ~all, v=spf1 [include:a.test ]include:b.test ~all, v=spf1 include:b.test ~all
            abcdefghij, abcdeghij, abcde[f]ghij, abcdeghij
            """)
    void marksWhatDiffers(String expected, String observed, String shownExpected, String shownObserved) {
        var marks = Marks.between(expected, observed);
        assertThat(shown(marks.expected())).isEqualTo(shownExpected);
        assertThat(shown(marks.observed())).isEqualTo(shownObserved);
    }

    @Test
    void marksSeveralPlacesAtOnce() {
        var marks = Marks.between(
                "v=spf1 include:spf.mta.test -all", "v=spf1 include:_spf.google.com include:spf.mta.test ~all");
        assertThat(shown(marks.expected())).startsWith("v=spf1 include:").endsWith("[-]all");
        assertThat(shown(marks.observed())).endsWith("[~]all").contains("google");
    }

    @Test
    void leavesTextsThatHaveLittleInCommonWhole() {
        var marks = Marks.between("v=DMARC1; p=none;", "google-site-verification=x");
        assertThat(marks.observed()).containsExactly(new Marks.Segment("google-site-verification=x", true));
        assertThat(marks.expected()).hasSize(1);
    }

    @Test
    void cutsShortWhatAgreesAtLength() {
        String key = "A".repeat(200) + "I" + "B".repeat(200) + "O" + "C".repeat(200);
        var brief = Marks.between(key, key.replace('I', 'l').replace('O', '0')).brief();
        assertThat(shown(brief.observed()))
                .isEqualTo("…" + "A".repeat(24) + "[l]" + "B".repeat(24) + "…" + "B".repeat(24) + "[0]" + "C".repeat(24)
                        + "…");
        assertThat(Marks.between(key, key).brief()).isEqualTo(Marks.between(key, key));
    }

    @Test
    void marksNothingWhereThereIsNothing() {
        assertThat(Marks.between("", "")).isEqualTo(new Marks(List.of(), List.of()));
        assertThat(shown(Marks.between("abc", "").expected())).isEqualTo("[abc]");
    }

    @Test
    void cutsNoCharacterInTwo() {
        var marks = Marks.between("key 😀 here", "key 😁 here");
        assertThat(shown(marks.observed())).isEqualTo("key [😁] here");
    }

    @Test
    void losesNothingOfEitherText() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 500; i++) {
            String one = text(random);
            String other = text(random);
            var marks = Marks.between(one, other);
            assertThat(plain(marks.expected())).isEqualTo(one);
            assertThat(plain(marks.observed())).isEqualTo(other);
            assertThat(same(marks.expected())).isEqualTo(same(marks.observed()));
        }
    }

    @Test
    void givesUpOnTextsThatAreTooLongToCompare() {
        String one = "a".repeat(3000) + "b".repeat(3000);
        String other = "b".repeat(3000) + "a".repeat(3000);
        assertThat(plain(Marks.between(one, other).observed())).isEqualTo(other);
    }

    private static String text(RandomGenerator random) {
        return random.ints(random.nextInt(40), 'a', 'd')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String shown(List<Marks.Segment> segments) {
        return segments.stream()
                .map(segment -> segment.differs() ? "[" + segment.text() + "]" : segment.text())
                .collect(Collectors.joining());
    }

    private static String plain(List<Marks.Segment> segments) {
        return segments.stream().map(Marks.Segment::text).collect(Collectors.joining());
    }

    private static String same(List<Marks.Segment> segments) {
        return segments.stream()
                .filter(segment -> !segment.differs())
                .map(Marks.Segment::text)
                .collect(Collectors.joining());
    }
}
