package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSuffixListTest {
    private static final Pattern CHECK = Pattern.compile("checkPublicSuffix\\('([^']+)', (?:null|'([^']+)')\\);");

    private final PublicSuffixList list = PublicSuffixList.bundled();

    @TestFactory
    Stream<DynamicTest> passesTheChecksOfTheList() throws IOException {
        Path corpus = Path.of(System.getProperty("pennypost.root"), "../shared/corpora/psl/test_psl.txt");
        Assumptions.assumeTrue(Files.exists(corpus), "no test_psl.txt at " + corpus);
        return Files.readAllLines(corpus).stream()
                .map(CHECK::matcher)
                .filter(line -> line.lookingAt())
                .map(line -> DynamicTest.dynamicTest(line.group(), () -> check(line.group(1), line.group(2))));
    }

    private void check(String name, @org.jspecify.annotations.Nullable String expected) {
        if (name.startsWith(".")) return; // not a name of ours: refused by DomainName
        var registrable = list.registrableDomain(DomainName.parse(name));
        assertThat(registrable.map(DomainName::ascii).orElse(null))
                .isEqualTo(expected == null ? null : DomainName.parse(expected).ascii());
    }

    @ParameterizedTest
    @CsvSource({
        "com, com, ICANN",
        "www.example.co.uk, co.uk, ICANN",
        "pages.github.io, github.io, PRIVATE",
        "a.b.invented, invented, UNLISTED",
        "x.y.kawasaki.jp, y.kawasaki.jp, ICANN",
        "www.city.kawasaki.jp, kawasaki.jp, ICANN",
        "kawasaki.jp, jp, ICANN",
    })
    void saysWhoListedASuffix(String name, String suffix, PublicSuffixList.Section section) {
        assertThat(list.suffix(new DomainName(name)))
                .isEqualTo(new PublicSuffixList.Suffix(new DomainName(suffix), section));
    }

    @Test
    void knowsSuffixesFromNamesBelowThem() {
        assertThat(list.isPublicSuffix(new DomainName("co.uk"))).isTrue();
        assertThat(list.isPublicSuffix(new DomainName("example.co.uk"))).isFalse();
        assertThat(list.isPublicSuffix(new DomainName("invented"))).isTrue();
    }

    @Test
    void writesEveryRuleInTheALabelsThatUts46Gives() throws IOException {
        try (var file = PublicSuffixList.class.getResourceAsStream("public_suffix_list.dat")) {
            assertThat(file).isNotNull();
            var rules = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("//") && line.chars().anyMatch(c -> c >= 0x80))
                    .map(rule ->
                            rule.startsWith("*.") || rule.startsWith("!") ? rule.replaceFirst("^(\\*\\.|!)", "") : rule)
                    .flatMap(rule -> Stream.of(rule.split("\\.", -1)))
                    .toList();
            assertThat(rules).hasSizeGreaterThan(400);
            assertThat(rules)
                    .allSatisfy(label -> assertThat(Punycode.toALabel(label))
                            .isEqualTo(DomainName.parse(label).ascii()));
        }
    }
}
