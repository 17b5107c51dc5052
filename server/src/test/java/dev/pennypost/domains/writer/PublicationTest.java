package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.writer.Diff.Action;
import dev.pennypost.domains.writer.Diff.Change;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    private static final DomainName DOMAIN = DomainName.parse("news.acme.test");
    private static final PlannedRecord DMARC =
            planned(Purpose.DMARC, RecordType.TXT, "_dmarc.news.acme.test", "v=DMARC1; p=none;");
    private static final PlannedRecord KEY =
            planned(Purpose.DKIM, RecordType.TXT, "pennypost._domainkey.news.acme.test", "p=MIIBIjAN");
    private static final PlannedRecord PROOF =
            planned(Purpose.OWNERSHIP, RecordType.TXT, "news.acme.test", "pennypost-verification=abc");
    private static final PlannedRecord CAA =
            planned(Purpose.TRACKING_CAA, RecordType.CAA, "links.news.acme.test", "0 issue \"letsencrypt.org\"");
    private static final PlannedRecord DELEGATION =
            planned(Purpose.DELEGATION, RecordType.NS, "mail.news.acme.test", "ns1.mta.example");

    @ParameterizedTest
    @ValueSource(strings = {"v=DMARC1; p=reject; rua=mailto:d@acme.test", "v=DMARC1; rua=mailto:d@acme.test"})
    void keepsThePolicyTheOwnerHas(String policy) {
        assertThat(only(false, DMARC, set("_dmarc.news.acme.test", "TXT", policy)))
                .extracting(Change::action, Change::after)
                .containsExactly(Action.KEEP, List.of(policy));
    }

    @Test
    void replacesAPolicyThatIsNone() {
        assertThat(only(false, DMARC, set("_dmarc.news.acme.test", "TXT", "v=DMARC1; q=none", "other")))
                .extracting(Change::action, Change::after)
                .containsExactly(Action.REPLACE, List.of("other", "v=DMARC1; p=none;"));
    }

    @Test
    void leavesSeveralPoliciesToTheirOwner() {
        var several = set("_dmarc.news.acme.test", "TXT", "v=DMARC1; p=reject", "v=DMARC1; p=quarantine");
        assertThat(only(false, DMARC, several).action()).isEqualTo(Action.CONFLICT);
        assertThat(only(true, DMARC, several).after()).containsExactly("v=DMARC1; p=none;");
    }

    @Test
    void leavesAPolicyThatIsKeptElsewhere() {
        assertThat(diff(true, List.of(DMARC), set("_dmarc.news.acme.test", "CNAME", "acme.dmarc.example"))
                        .changes())
                .extracting(Change::action, Change::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Action.KEEP, "CNAME"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p=MIIBIjAN", "v=DKIM1; k=rsa; p=MIIBIjAN", "v=DKIM1; p=MIIB IjAN;"})
    void keepsTheSameKeyInOtherWords(String text) {
        assertThat(only(false, KEY, set("pennypost._domainkey.news.acme.test", "TXT", text))
                        .action())
                .isEqualTo(Action.KEEP);
    }

    @Test
    void removesTheOldKeyFromBesideTheNew() {
        assertThat(only(false, KEY, set("pennypost._domainkey.news.acme.test", "TXT", "p=MIIBIjAN", "v=DKIM1; p=Old"))
                        .after())
                .containsExactly("p=MIIBIjAN");
    }

    @Test
    void takesAServiceOffTheNetOnlyWhenTold() {
        var site = set("news.acme.test", "CNAME", "shop.example");
        assertThat(diff(false, List.of(PROOF), site).changes())
                .extracting(Change::action)
                .containsExactly(Action.CONFLICT, Action.CONFLICT);
        assertThat(diff(true, List.of(PROOF), site).changes())
                .extracting(Change::action)
                .containsExactly(Action.REMOVE, Action.CREATE);
    }

    @Test
    void removesBeforeItCreates() {
        var publication = publication(true, List.of(PROOF), set("news.acme.test", "CNAME", "shop.example"));
        assertThat(publication.writes(publication.diff()))
                .extracting(SetChange::type)
                .containsExactly("CNAME", "TXT");
    }

    @Test
    void addsToWhatIsAllowedToIssueCertificates() {
        assertThat(only(false, CAA, set("links.news.acme.test", "CAA", "0 issue \"digicert.com\""))
                        .after())
                .containsExactly("0 issue \"digicert.com\"", "0 issue \"letsencrypt.org\"");
    }

    @Test
    void takesADelegationFromSomebodyElseOnlyWhenTold() {
        var other = set("mail.news.acme.test", "NS", "ns1.other.example");
        assertThat(only(false, DELEGATION, other).action()).isEqualTo(Action.CONFLICT);
        assertThat(only(true, DELEGATION, other).action()).isEqualTo(Action.REPLACE);
    }

    @Test
    void neverReplacesTheNameServersOfTheZone() {
        var apex = planned(Purpose.DELEGATION, RecordType.NS, "acme.test", "ns1.mta.example");
        assertThat(only(true, apex, set("acme.test", "NS", "ns1.host.example")).action())
                .isEqualTo(Action.CONFLICT);
    }

    @Test
    void namesADiffByWhatIsInIt() {
        var one = diff(false, List.of(PROOF));
        assertThat(one.id())
                .matches("[0-9a-f]{64}")
                .isEqualTo(diff(false, List.of(PROOF)).id());
        assertThat(one.id())
                .isNotEqualTo(diff(false, List.of(PROOF), set("news.acme.test", "TXT", "x"))
                        .id());
    }

    @Test
    void doesNotMindTheOrderOfAnswers() {
        assertThat(diff(false, List.of(PROOF), set("news.acme.test", "TXT", "x", "y"))
                        .id())
                .isEqualTo(diff(false, List.of(PROOF), set("news.acme.test", "TXT", "y", "x"))
                        .id());
    }

    private static Change only(boolean replace, PlannedRecord planned, RecordSet... live) {
        var changes = diff(replace, List.of(planned), live).changes();
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private static Diff diff(boolean replace, List<PlannedRecord> plan, RecordSet... live) {
        return publication(replace, plan, live).diff();
    }

    private static Publication publication(boolean replace, List<PlannedRecord> plan, RecordSet... live) {
        return new Publication(
                DOMAIN,
                new Zone(DomainName.parse("acme.test"), 60),
                plan,
                List.of(live),
                replace,
                new TextRules(PublicSuffixList.bundled()::registrableDomain));
    }

    private static RecordSet set(String name, String type, String... values) {
        var entries = Stream.of(values).map(value -> new Entry(value, value)).toList();
        return new RecordSet(DomainName.ofDns(name), type, entries, 300, false);
    }

    private static PlannedRecord planned(Purpose purpose, RecordType type, String name, String value) {
        return new PlannedRecord(purpose, type, DomainName.ofDns(name), value);
    }
}
