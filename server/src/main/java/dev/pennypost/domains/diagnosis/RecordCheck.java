package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import dev.pennypost.mail.dns.DnsRecord.Name;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Compares planned records with what DNS serves, by meaning and not by spelling: lenient where receivers of mail are
/// lenient, strict where they are strict. As an examiner it asks one resolver, and nobody else.
public final class RecordCheck implements Examiner, ValueJudge {
    private static final Duration LONG = Duration.ofDays(1);

    private final Surroundings surroundings;

    /// @param resolver asked for what records refer to: included SPF records, aliases, policies above
    /// @param sendingAddresses addresses the operator sends from; when empty, the networks that the operator's
    ///     own SPF record lets send
    /// @param registrable the name a registrar would have sold, by the public suffix list; nothing for a suffix
    public RecordCheck(
            Resolver resolver,
            List<InetAddress> sendingAddresses,
            Function<DomainName, Optional<DomainName>> registrable,
            InstantSource clock) {
        this.surroundings = new Surroundings(resolver, sendingAddresses, registrable, clock);
    }

    /// With the addresses of the operator's SPF record, the public suffix list we bring, and the time it is.
    public RecordCheck(Resolver resolver) {
        this(resolver, List.of(), name -> PublicSuffixList.bundled().registrableDomain(name), InstantSource.system());
    }

    @Override
    public Examination examine(Subject subject) {
        var reports = subject.plan().stream()
                .map(planned -> judge(subject, planned, surroundings.resolver().ask(planned.name(), planned.type())))
                .toList();
        return new Examination(null, List.of(), null, List.of(), reports);
    }

    @Override
    public RecordReport judge(Subject subject, PlannedRecord planned, Answer answer) {
        if (answer instanceof Answer.Failed(String why)) return RecordReport.unknown(planned, cannotTell(planned, why));
        RecordReport report = byPurpose(subject, planned, answer);
        return isLong(answer) ? also(report, longLived(answer)) : report;
    }

    private RecordReport byPurpose(Subject subject, PlannedRecord planned, Answer answer) {
        // For these a record that is missing may be as good as one that is there.
        if (planned.purpose() == Purpose.DMARC && planned.type() == RecordType.TXT)
            return new DmarcCheck(planned, surroundings).judge(answer, missing(planned, answer));
        if (planned.type() == RecordType.CAA) return new CaaCheck(planned, surroundings.resolver()).judge(answer);
        if (answer instanceof Answer.Records) return byType(subject, planned, answer);
        if (answer instanceof Answer.NoData && planned.type() == RecordType.CNAME)
            return alias(planned).withoutCname().orElseGet(() -> missing(planned, answer));
        return missing(planned, answer);
    }

    private RecordReport byType(Subject subject, PlannedRecord planned, Answer answer) {
        return switch (planned.type()) {
            case MX -> exchanger(planned, answer.all(Mx.class));
            case CNAME -> alias(planned).judge(answer.all(Name.class));
            case NS -> new DelegationCheck(planned, subject).judge(answer.all(Name.class));
            default -> text(subject, planned, answer);
        };
    }

    private RecordReport text(Subject subject, PlannedRecord planned, Answer answer) {
        return switch (planned.purpose()) {
            case SPF -> new SpfCheck(planned, surroundings).judge(answer);
            case DKIM, SPARE_KEY -> new DkimCheck(planned, subject.formerKeys()).judge(SpfCheck.texts(answer));
            default -> new OwnershipCheck(planned).judge(SpfCheck.texts(answer));
        };
    }

    private RecordReport exchanger(PlannedRecord planned, List<Mx> served) {
        if (served.isEmpty()) return RecordReport.missing(planned, noSuchType(planned));
        var exchangers = new Exchangers(planned, surroundings.resolver());
        return planned.purpose() == Purpose.RECEIVING
                ? new ReceivingCheck(planned, exchangers).judge(served)
                : new ReturnPathCheck(planned, exchangers).judge(served);
    }

    private AliasCheck alias(PlannedRecord planned) {
        return new AliasCheck(planned, surroundings.resolver());
    }

    private static RecordReport missing(PlannedRecord planned, Answer answer) {
        return RecordReport.missing(
                planned, answer instanceof Answer.NoSuchName ? noSuchName(planned) : noSuchType(planned));
    }

    private static boolean isLong(Answer answer) {
        return answer instanceof Answer.Records(var _, var ttl, var _, var _) && ttl.compareTo(LONG) > 0;
    }

    private static RecordReport also(RecordReport report, Finding remark) {
        var findings =
                Stream.concat(report.findings().stream(), Stream.of(remark)).toList();
        return new RecordReport(report.planned(), report.state(), findings, report.clearsAt());
    }

    private static Finding longLived(Answer answer) {
        long seconds = ((Answer.Records) answer).ttl().toSeconds();
        return Finding.info(
                        Code.TTL_HUGE,
                        "This record is remembered for " + days(seconds) + ", so that changes arrive late.",
                        "Lower its TTL to 3600 seconds.",
                        null,
                        null)
                .with("ttl", Long.toString(seconds));
    }

    private static String days(long seconds) {
        long hours = seconds / 3600;
        return hours % 24 == 0 ? hours / 24 + " days" : hours + " hours";
    }

    private static Finding cannotTell(PlannedRecord planned, String why) {
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "DNS did not answer for `" + planned.name() + "`, so nothing is known about this record: " + why + ".",
                "If this lasts, check that the domain's name servers work.",
                planned.value(),
                null);
    }

    private static Finding noSuchName(PlannedRecord planned) {
        return Finding.error(
                Code.HOST_NOT_FOUND,
                "There is nothing at `" + planned.name() + "`.",
                "Add a " + planned.type() + " record named `" + planned.name() + "` at your DNS host.",
                planned.value(),
                null);
    }

    private static Finding noSuchType(PlannedRecord planned) {
        return Finding.error(
                Code.TYPE_NOT_FOUND,
                "`" + planned.name() + "` exists, but has no " + planned.type() + " record.",
                "Add a " + planned.type() + " record named `" + planned.name() + "` at your DNS host.",
                planned.value(),
                null);
    }
}
