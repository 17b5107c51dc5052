package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.writer.Diff.Action;
import dev.pennypost.domains.writer.Diff.Change;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every writer does, whatever its API is like.
abstract class ZoneWriterContract {
    static final DomainName DOMAIN = DomainName.parse("acme.test");
    static final String KEY = "p=" + "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(12) + "IDAQAB";
    static final List<PlannedRecord> PLAN = List.of(
            planned(Purpose.OWNERSHIP, RecordType.TXT, "acme.test", "pennypost-verification=abc"),
            new PlannedRecord(
                    Purpose.RETURN_PATH, RecordType.MX, DomainName.ofDns("send.acme.test"), "bounces.mta.example", 10),
            planned(Purpose.SPF, RecordType.TXT, "send.acme.test", "v=spf1 include:eu.spf.mta.example ~all"),
            planned(Purpose.DKIM, RecordType.TXT, "pennypost._domainkey.acme.test", KEY),
            planned(Purpose.DMARC, RecordType.TXT, "_dmarc.acme.test", "v=DMARC1; p=none;"),
            planned(Purpose.TRACKING, RecordType.CNAME, "links.acme.test", "track.mta.example"));

    private @org.jspecify.annotations.Nullable WriterWorld opened;

    /// A fresh host with nothing in its zone but what a zone must have.
    abstract WriterWorld open() throws Exception;

    WriterWorld world() {
        return Objects.requireNonNull(opened);
    }

    @BeforeEach
    void openWorld() throws Exception {
        opened = open();
    }

    @AfterEach
    void closeWorld() {
        if (opened != null) opened.close();
    }

    @Test
    void findsTheZoneThatHoldsTheName() {
        assertThat(writer().zone(DomainName.ofDns("a.b.acme.test")).map(Zone::name))
                .contains(DOMAIN);
        assertThat(writer().zone(DOMAIN).map(Zone::name)).contains(DOMAIN);
    }

    @Test
    void knowsNoZoneThatTheAccountDoesNotHave() {
        var order = new DnsPublishing.Order(DomainName.parse("other.test"), PLAN, world().credentials(), false);
        assertThat(publishing().preview(order))
                .isEqualTo(new PublishResult.Refused(new WriterProblem.NoSuchZone(DomainName.parse("other.test"))));
    }

    @Test
    void readsWhatIsAtTheNameAndNothingElse() {
        world().put("send.acme.test", "TXT", "one");
        world().put("send.acme.test", "TXT", "two; with \"quotes\" and \\");
        world().put("send.acme.test", "A", "192.0.2.1");
        world().put("other.acme.test", "TXT", "three");
        world().put("x.send.acme.test", "TXT", "four");
        assertThat(read("send.acme.test", "TXT")).containsExactlyInAnyOrder("one", "two; with \"quotes\" and \\");
        assertThat(read("send.acme.test", "A")).containsExactly("192.0.2.1");
        assertThat(read("nothing.acme.test", "TXT")).isEmpty();
    }

    @Test
    void readsHostsWithoutTheirDotAndMxWithItsPreference() {
        world().put("acme.test", "MX", "5 mx.mailbox.example");
        world().put("acme.test", "MX", "10 acme.test");
        world().put("www.acme.test", "CNAME", "acme.test");
        assertThat(read("acme.test", "MX")).containsExactlyInAnyOrder("5 mx.mailbox.example", "10 acme.test");
        assertThat(read("www.acme.test", "CNAME")).containsExactly("acme.test");
    }

    @Test
    void publishesAPlanIntoAnEmptyZone() {
        var diff = publish(PLAN, false);
        assertThat(diff.zone()).isEqualTo(DOMAIN);
        assertThat(actions(diff)).containsOnly(Action.CREATE);
        assertThat(world().served("acme.test", "TXT")).contains("pennypost-verification=abc");
        assertThat(world().served("send.acme.test", "MX")).containsExactly("10 bounces.mta.example");
        assertThat(world().served("send.acme.test", "TXT")).containsExactly("v=spf1 include:eu.spf.mta.example ~all");
        assertThat(world().served("pennypost._domainkey.acme.test", "TXT")).containsExactly(KEY);
        assertThat(world().served("_dmarc.acme.test", "TXT")).containsExactly("v=DMARC1; p=none;");
        assertThat(world().served("links.acme.test", "CNAME")).containsExactly("track.mta.example");
    }

    @Test
    void findsNothingLeftToDoAfterwards() {
        publish(PLAN, false);
        assertThat(actions(preview(PLAN, false))).containsOnly(Action.KEEP);
        assertThat(actions(publish(PLAN, false))).containsOnly(Action.KEEP);
    }

    @Test
    void leavesOtherTextsAtASharedNameAlone() {
        String verification = "google-site-verification=\"A\\B\"";
        world().put("acme.test", "TXT", verification);
        world().put("acme.test", "TXT", "v=spf1 include:_spf.mailbox.example -all");
        publish(PLAN, false);
        assertThat(world().served("acme.test", "TXT"))
                .containsExactlyInAnyOrder(
                        verification, "v=spf1 include:_spf.mailbox.example -all", "pennypost-verification=abc");
    }

    @Test
    void replacesWhatWasOursBefore() {
        world().put("send.acme.test", "MX", "10 feedback-smtp.other.example");
        world().put("send.acme.test", "MX", "20 feedback2.other.example");
        world().put("pennypost._domainkey.acme.test", "TXT", "v=DKIM1; p=MIGfOld");
        var diff = publish(PLAN, false);
        assertThat(actions(diff)).contains(Action.REPLACE);
        assertThat(world().served("send.acme.test", "MX")).containsExactly("10 bounces.mta.example");
        assertThat(world().served("pennypost._domainkey.acme.test", "TXT")).containsExactly(KEY);
    }

    @Test
    void mergesIntoTheSpfRecordThatIsThere() {
        world().put("send.acme.test", "TXT", "v=spf1 include:_spf.crm.example include:us.spf.mta.example -all");
        publish(PLAN, false);
        assertThat(world().served("send.acme.test", "TXT"))
                .containsExactly("v=spf1 include:_spf.crm.example include:eu.spf.mta.example -all");
    }

    @Test
    void removesACnameWhereOtherRecordsAreToStand() {
        world().put("send.acme.test", "CNAME", "em123.other.example");
        var diff = publish(PLAN, false);
        assertThat(diff.changes())
                .filteredOn(change -> change.action() == Action.REMOVE)
                .extracting(Change::type, change -> change.before().getFirst())
                .containsExactly(org.assertj.core.groups.Tuple.tuple("CNAME", "em123.other.example"));
        assertThat(world().served("send.acme.test", "CNAME")).isEmpty();
        assertThat(world().served("send.acme.test", "MX")).containsExactly("10 bounces.mta.example");
        assertThat(world().served("send.acme.test", "TXT")).hasSize(1);
    }

    @Test
    void removesOtherRecordsWhereACnameIsToStand() {
        world().put("links.acme.test", "A", "192.0.2.1");
        world().put("links.acme.test", "TXT", "old");
        publish(PLAN, false);
        assertThat(world().served("links.acme.test", "A")).isEmpty();
        assertThat(world().served("links.acme.test", "TXT")).isEmpty();
        assertThat(world().served("links.acme.test", "CNAME")).containsExactly("track.mta.example");
    }

    @Test
    void replacesOneCnameByAnother() {
        world().put("links.acme.test", "CNAME", "old.other.example");
        publish(PLAN, false);
        assertThat(world().served("links.acme.test", "CNAME")).containsExactly("track.mta.example");
    }

    @Test
    void takesMailFromAMailboxProviderOnlyWhenTold() {
        world().put("acme.test", "MX", "1 aspmx.mailbox.example");
        world().put("acme.test", "MX", "5 alt1.mailbox.example");
        var receiving = List.of(new PlannedRecord(Purpose.RECEIVING, RecordType.MX, DOMAIN, "inbound.mta.example", 10));
        assertThat(actions(publish(receiving, false))).containsExactly(Action.CONFLICT);
        assertThat(world().served("acme.test", "MX"))
                .containsExactlyInAnyOrder("1 aspmx.mailbox.example", "5 alt1.mailbox.example");
        assertThat(actions(publish(receiving, true))).containsExactly(Action.REPLACE);
        assertThat(world().served("acme.test", "MX")).containsExactly("10 inbound.mta.example");
    }

    @Test
    void writesNothingWhenTheZoneChangedSinceThePreview() {
        var shown = preview(PLAN, false);
        world().put("send.acme.test", "TXT", "v=spf1 include:_spf.crm.example -all");
        assertThat(publishing().publish(order(PLAN, false), shown.id()))
                .isEqualTo(new PublishResult.Refused(new WriterProblem.ZoneChanged()));
        assertThat(world().served("send.acme.test", "TXT")).containsExactly("v=spf1 include:_spf.crm.example -all");
        assertThat(world().served("send.acme.test", "MX")).isEmpty();
    }

    @Test
    void tellsAWrongTokenFromEverythingElse() {
        var order = new DnsPublishing.Order(DOMAIN, PLAN, world().wrongCredentials(), false);
        var result = publishing().preview(order);
        assertThat(result)
                .isInstanceOfSatisfying(
                        PublishResult.Refused.class,
                        refused -> assertThat(refused.problem()).isInstanceOf(WriterProblem.BadCredentials.class));
        assertThat(order.toString()).doesNotContain("wr0ng");
        assertThat(result.toString()).doesNotContain("wr0ng");
    }

    @Test
    void showsNoSecretWhenPrinted() {
        assertThat(world().credentials().toString()).contains("•••").doesNotContain(FakeDnsHost.TOKEN);
    }

    ZoneWriter writer() {
        return writers().of(world().credentials());
    }

    Writers writers() {
        HostLookup lookup = HostLookup.system();
        var http = new OutboundHttp(lookup, AddressPolicy.ANY, (SSLSocketFactory) SSLSocketFactory.getDefault());
        return new Writers(http, lookup, AddressPolicy.ANY, world().endpoints(), InstantSource.system(), _ -> {});
    }

    DnsPublishing publishing() {
        return new DnsPublishing(writers(), new TextRules(PublicSuffixList.bundled()::registrableDomain));
    }

    DnsPublishing.Order order(List<PlannedRecord> plan, boolean replace) {
        return new DnsPublishing.Order(DOMAIN, plan, world().credentials(), replace);
    }

    Diff preview(List<PlannedRecord> plan, boolean replace) {
        var result = publishing().preview(order(plan, replace));
        assertThat(result).isInstanceOf(PublishResult.Previewed.class);
        return ((PublishResult.Previewed) result).diff();
    }

    Diff publish(List<PlannedRecord> plan, boolean replace) {
        var result = publishing()
                .publish(order(plan, replace), preview(plan, replace).id());
        assertThat(result).isInstanceOf(PublishResult.Published.class);
        return ((PublishResult.Published) result).diff();
    }

    /// The values a writer reads, of one type.
    List<String> read(String name, String type) {
        var writer = writer();
        var zone = writer.zone(DOMAIN).orElseThrow();
        return writer.read(zone, Set.of(DomainName.ofDns(name))).stream()
                .filter(set -> set.type().equals(type))
                .flatMap(set -> set.values().stream())
                .toList();
    }

    static List<Action> actions(Diff diff) {
        return diff.changes().stream().map(Change::action).toList();
    }

    WriterProblem refusal(PublishResult result) {
        assertThat(result).isInstanceOf(PublishResult.Refused.class);
        return ((PublishResult.Refused) result).problem();
    }

    static PlannedRecord planned(Purpose purpose, RecordType type, String name, String value) {
        return new PlannedRecord(purpose, type, DomainName.ofDns(name), value);
    }
}
