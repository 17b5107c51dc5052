package dev.pennypost.dashboard.domains;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameAdviceTest {
    @ParameterizedTest
    @CsvSource({
        "https://www.example.com/pricing?x=1, www.example.com",
        "ada@example.com, example.com",
        "mailto://ada@mail.example.com, mail.example.com",
        "example.com/, example.com",
        "example.com., example.com",
        "example.com:8080, example.com",
        "exam ple.com, example.com",
        "'example,com', example.com"
    })
    void findsTheNameInWhatWasPasted(String typed, String meant) {
        assertThat(NameAdvice.meant(typed)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "example", "-example-.com", "<script>alert(1)</script>", "a b"})
    void keepsQuietWhereThereIsNone(String typed) {
        assertThat(NameAdvice.meant(typed)).isEmpty();
    }
}
