package dev.pennypost.dashboard.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.dashboard.shell.Views;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.writer.Diff;
import dev.pennypost.domains.writer.Diff.Action;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class PublishingTest {
    private static final DomainName ZONE = DomainName.parse("example.com");
    private static final Diff DIFF = new Diff(
            ZONE,
            List.of(
                    change(Action.CREATE, "MX", List.of(), List.of("10 feedback.mta.test")),
                    change(Action.REPLACE, "TXT", List.of("v=spf1 ~all"), List.of("v=spf1 include:spf.mta.test ~all")),
                    change(Action.KEEP, "TXT", List.of("v=DMARC1; p=none;"), List.of("v=DMARC1; p=none;")),
                    change(Action.CONFLICT, "CNAME", List.of("<b>other</b>"), List.of("links.mta.test"))));

    private final Views views = new Views();
    private final Publishing page = Publishing.of(
            new Head("example.com", "/d/1", Tone.WAIT, "Waiting", List.of(), null, false, true),
            DnsHost.CLOUDFLARE,
            true);

    @Test
    void showsEveryChangeBeforeItIsMade() {
        Document part = render(page.with(Publishing.Changes.of(DIFF)));
        assertThat(part.select("li .badge").eachText())
                .containsExactly("Add", "Change", "Stays as it is", "In the way");
        assertThat(part.select("mark.good").text()).contains("include:spf.mta.test");
        assertThat(part.select("li b")).isEmpty();
        assertThat(part.select("input[name=diff_id]").val()).isEqualTo(DIFF.id());
        assertThat(part.select("input[name=replace]")).hasSize(1);
        assertThat(part.select("button").attr("formaction")).isEqualTo("/d/1/publish/apply");
        assertThat(Publishing.Changes.of(DIFF).written())
                .containsExactly("create MX send.example.com", "replace TXT send.example.com");
    }

    @Test
    void offersNothingWhereNothingHasToChange() {
        var nothing = new Diff(ZONE, List.of(change(Action.KEEP, "TXT", List.of("v=spf1"), List.of("v=spf1"))));
        Document part = render(page.with(Publishing.Changes.of(nothing)));
        assertThat(part.select("h3").text()).isEqualTo("Nothing has to change in example.com");
        assertThat(part.select("button, input")).isEmpty();
    }

    private Document render(Publishing shown) {
        return Jsoup.parse(views.render("domains/diff.jte", Map.of("model", shown)));
    }

    private static Diff.Change change(Action action, String type, List<String> before, List<String> after) {
        return new Diff.Change(action, type, DomainName.parse("send.example.com"), before, after, Purpose.SPF, "");
    }
}
