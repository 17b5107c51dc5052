package dev.pennypost.dashboard.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.dashboard.shell.Views;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.ServerStanding;
import dev.pennypost.domains.diagnosis.ServerStanding.Answered;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final DomainName ZONE = DomainName.parse("example.com");
    private static final PlannedRecord SPF = new PlannedRecord(
            Purpose.SPF, RecordType.TXT, DomainName.parse("send.example.com"), "v=spf1 include:spf.mta.test ~all");

    private final Views views = new Views();

    @Test
    void tellsWhereEachNameServerStands() {
        var finding = new Finding(
                Finding.Code.SPLIT_PUBLISH,
                Finding.Severity.ERROR,
                "Some name servers have the record.",
                "",
                null,
                null,
                Map.of(),
                List.of(
                        new ServerStanding("ns1.example.net", Answered.RIGHT, "v=spf1"),
                        new ServerStanding("ns2.example.net", Answered.OTHER, "<b>old</b>"),
                        new ServerStanding("ns3.example.net", Answered.NOTHING, "no such record"),
                        new ServerStanding("ns4.example.net", Answered.BROKEN, "does not answer")));
        Document part = render(Problem.of(finding, SPF, Provider.UNKNOWN, ZONE));
        assertThat(part.select(".servers li").eachText())
                .containsExactly(
                        "Has it ns1.example.net",
                        "Has something else ns2.example.net <b>old</b>",
                        "Does not have it ns3.example.net",
                        "No answer that counts ns4.example.net does not answer");
    }

    @Test
    void offersTheValueThatKeepsOtherSenders() {
        String merged = "v=spf1 include:_spf.google.com include:spf.mta.test ~all";
        var finding = new Finding(
                Finding.Code.SPF_INCLUDE_MISSING,
                Finding.Severity.ERROR,
                "It does not let `spf.mta.test` send.",
                "Put `include:spf.mta.test` in front of `~all`.",
                merged,
                "v=spf1 include:_spf.google.com ~all");
        var problem = Problem.of(finding, SPF, Provider.UNKNOWN, ZONE);
        Document part = render(problem);
        assertThat(problem.instead()).isEqualTo(merged);
        assertThat(part.select("p code").eachText()).contains("spf.mta.test", "include:spf.mta.test", "~all");
        assertThat(part.select("mark.good").text()).contains("spf.mta.test");
    }

    private Document render(Problem problem) {
        return Jsoup.parse(views.render("domains/problem.jte", Map.of("problem", problem)));
    }
}
