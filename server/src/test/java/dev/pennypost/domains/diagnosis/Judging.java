package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeDns;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One planned record of `example.com` and the DNS it is judged by.
final class Judging {
    static final DomainName DOMAIN = new DomainName("example.com");
    static final String KEY = SigningKey.generateRsa(2048, new SecureRandom()).publicKey();

    final FakeDns dns = new FakeDns();
    final PlannedRecord planned;
    Set<String> formerKeys = Set.of();
    List<InetAddress> senders = List.of();
    List<PlannedRecord> besides = List.of();

    private Judging(Purpose purpose, RecordType type, String name, String value) {
        this.planned = new PlannedRecord(purpose, type, DomainName.ofDns(name), value);
    }

    static Judging of(Purpose purpose, RecordType type, String name, String value) {
        return new Judging(purpose, type, name, value);
    }

    static Judging returnPath() {
        return of(Purpose.RETURN_PATH, RecordType.MX, "send.example.com", "feedback.mta.test");
    }

    static Judging spf() {
        return of(Purpose.SPF, RecordType.TXT, "send.example.com", "v=spf1 include:spf.mta.test ~all");
    }

    static Judging dkim() {
        return of(Purpose.DKIM, RecordType.TXT, "pp._domainkey.example.com", "p=" + KEY);
    }

    static Judging dmarc(String domain) {
        return of(Purpose.DMARC, RecordType.TXT, "_dmarc." + domain, "v=DMARC1; p=none;");
    }

    /// The TXT records at the planned name, and no others.
    Judging texts(String... texts) {
        dns.forget(planned.name().ascii());
        for (String text : texts) dns.txt(planned.name().ascii(), text);
        return this;
    }

    RecordReport judge() {
        var subject = new Subject(DOMAIN, concat(), formerKeys);
        var check =
                new RecordCheck(dns, senders, PublicSuffixList.bundled()::registrableDomain, InstantSource.system());
        return check.judge(subject, planned, dns.ask(planned.name(), planned.type()));
    }

    private List<PlannedRecord> concat() {
        var plan = new ArrayList<>(besides);
        plan.add(planned);
        return plan;
    }

    void isRight(Code... remarks) {
        is(RecordState.RIGHT, remarks);
    }

    Finding isWrong(Code code) {
        return is(RecordState.WRONG, code);
    }

    /// @return the first finding, when there is one
    Finding is(RecordState state, Code... codes) {
        RecordReport report = judge();
        assertThat(report.findings()).extracting(Finding::code).containsExactly(codes);
        assertThat(report.state()).isEqualTo(state);
        return codes.length == 0 ? NOTHING : report.findings().getFirst();
    }

    private static final Finding NOTHING = Finding.info(Code.PROPAGATING, "there was no finding", "", null, null);
}
