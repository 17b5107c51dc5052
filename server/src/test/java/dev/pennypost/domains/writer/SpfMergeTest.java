package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.PublicSuffixList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfMergeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=spf1 -all                                      | v=spf1 include:eu.spf.mta.example -all
            v=spf1 ip4:192.0.2.1 include:a.example ?all      | v=spf1 ip4:192.0.2.1 include:a.example include:eu.spf.mta.example ?all
            v=spf1 include:us.spf.mta.example ~all           | v=spf1 include:eu.spf.mta.example ~all
            v=spf1 include:eu.spf.mta.example mx -all        | v=spf1 include:eu.spf.mta.example mx -all
            V=SPF1 +Include:EU.spf.mta.example. -all         | V=SPF1 +Include:EU.spf.mta.example. -all
            v=spf1 -all include:eu.spf.mta.example           | v=spf1 include:eu.spf.mta.example -all
            v=spf1 redirect=_spf.a.example                   | v=spf1 include:eu.spf.mta.example redirect=_spf.a.example
            v=spf1 mx redirect=_spf.a.example ~all           | v=spf1 mx include:eu.spf.mta.example ~all
            v=spf1 mx exp=why.a.example -all                 | v=spf1 mx include:eu.spf.mta.example -all exp=why.a.example
            v=spf1                                           | v=spf1 include:eu.spf.mta.example
            v=spf1 include:%{d}.x.example -all               | v=spf1 include:%{d}.x.example include:eu.spf.mta.example -all""")
    void putsOurIncludeWhereItIsRead(String existing, String merged) {
        assertThat(merge("v=spf1 include:eu.spf.mta.example ~all").with(List.of(existing)))
                .isEqualTo(merged);
    }

    @Test
    void makesOneOfSeveral() {
        assertThat(merge("v=spf1 include:spf.mta.example ~all")
                        .with(List.of("v=spf1 include:a.example -all", "v=spf1 mx include:a.example ~all")))
                .isEqualTo("v=spf1 include:a.example mx include:spf.mta.example -all");
    }

    @Test
    void keepsIncludesOfNeighboursBelowAPublicSuffix() {
        assertThat(merge("v=spf1 include:mta.co.uk ~all").with(List.of("v=spf1 include:other.co.uk -all")))
                .isEqualTo("v=spf1 include:other.co.uk include:mta.co.uk -all");
    }

    private static SpfMerge merge(String planned) {
        return new SpfMerge(planned, PublicSuffixList.bundled()::registrableDomain);
    }
}
