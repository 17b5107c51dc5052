package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.ServerStanding.Answered;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question.Manner;
import dev.pennypost.mail.dns.RecordType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One examination of a domain whose zone is known: authoritative servers first, the resolver second, the mistake
/// names after that.
final class QueryPlan {
    private final Subject subject;
    private final Territory.Found territory;
    private final Interview interview;
    private final Recursion recursion;
    private final ValueJudge judge;
    private final InstantSource clock;
    private final NameFindings findings;

    /// One server's answer with what it is worth.
    private record Judged(Heard heard, RecordReport report) {
        boolean isRight() {
            return report.state() == RecordState.RIGHT;
        }

        /// Judging took more than the record itself, and that could not be had.
        boolean isOpen() {
            return report.state() == RecordState.UNKNOWN;
        }

        boolean isLive() {
            return heard.server().isLive();
        }
    }

    QueryPlan(
            Subject subject,
            Territory.Found territory,
            Interview interview,
            Recursion recursion,
            ValueJudge judge,
            InstantSource clock) {
        this.subject = subject;
        this.territory = territory;
        this.interview = interview;
        this.recursion = recursion;
        this.judge = judge;
        this.clock = clock;
        this.findings = new NameFindings(subject.domain(), territory);
    }

    Examination carryOut(@Nullable String provider) {
        List<RecordReport> reports =
                Parallel.map(subject.plan(), planned -> planned.managed() ? lookBehind(planned) : look(planned));
        var concerns = new ZoneConcerns(territory, recursion, findings).in(reports);
        return new Examination(territory.zone(), territory.parentNames(), provider, concerns, reports);
    }

    /// What we publish ourselves is not for the owner to mend: what is wrong with it, the records that lead to it say.
    private RecordReport lookBehind(PlannedRecord planned) {
        RecordReport report = look(planned);
        return new RecordReport(planned, report.state(), List.of(), report.clearsAt());
    }

    private RecordReport look(PlannedRecord planned) {
        // Once a name is handed over, only the zone above knows to whom; the servers below are ours and say so anyway.
        if (planned.purpose() == Purpose.DELEGATION && planned.name().equals(territory.zone()))
            return new DelegationCheck(planned, subject).judgeNames(territory.parentNames());
        List<NameServer> servers = territory.sound();
        if (servers.isEmpty()) return RecordReport.unknown(planned, findings.allLame(planned));
        List<Heard> heard = Parallel.map(servers, server -> hear(server, planned));
        List<Judged> judged = judged(planned, heard);
        List<ServerStanding> standings = standings(heard, judged);
        RecordReport report = judged.isEmpty()
                ? RecordReport.unknown(planned, findings.noAnswer(planned, heard.getFirst()))
                : concluded(planned, judged);
        return NameFindings.seenAt(standings, report);
    }

    /// A CNAME to our own host is the wrong type, whatever that host has and whether it answers.
    private Heard hear(NameServer server, PlannedRecord planned) {
        Heard heard = interview.ask(server, planned.name(), planned.type());
        boolean leadsToOurs = heard.cname()
                .map(DomainName::ascii)
                .filter(NameProbes.bare(planned.value())::equals)
                .isPresent();
        return leadsToOurs && !heard.counts() ? new Heard(server, new Answer.NoData(null), heard.alias()) : heard;
    }

    /// What counts, judged; servers that say the same share one judgement.
    private List<Judged> judged(PlannedRecord planned, List<Heard> heard) {
        Map<Object, RecordReport> known = new HashMap<>();
        return heard.stream()
                .filter(Heard::counts)
                .map(one -> new Judged(
                        one,
                        known.computeIfAbsent(sense(one.answer()), _ -> judge.judge(subject, planned, one.answer()))))
                .toList();
    }

    /// An answer without what differs from one moment to the next.
    private static Object sense(Answer answer) {
        return switch (answer) {
            case Answer.Records(var records, var _, var _, var _) -> Set.copyOf(records);
            case Answer.NoData _, Answer.NoSuchName _, Answer.Failed _ -> answer.getClass();
        };
    }

    private RecordReport concluded(PlannedRecord planned, List<Judged> all) {
        List<Judged> judged = all.stream().filter(one -> !one.isOpen()).toList();
        if (judged.isEmpty()) return all.getFirst().report();
        if (judged.stream().allMatch(Judged::isRight)) return right(judged);
        if (judged.stream().anyMatch(one -> one.isRight() && one.isLive())) return partly(planned, judged);
        var stray = judged.stream().filter(Judged::isRight).map(Judged::heard).toList();
        if (!stray.isEmpty()) return RecordReport.missing(planned, findings.onStrayServers(planned, stray));
        return judged.stream()
                .filter(one -> one.report().state() == RecordState.WRONG)
                .findFirst()
                .map(one -> wrong(planned, one))
                .orElseGet(() -> missing(planned, judged));
    }

    private RecordReport partly(PlannedRecord planned, List<Judged> judged) {
        var have = judged.stream().filter(Judged::isRight).map(Judged::heard).toList();
        var lack =
                judged.stream().filter(one -> !one.isRight()).map(Judged::heard).toList();
        var serials = Parallel.map(judged, one -> serial(one.heard().server()));
        return new RecordReport(
                planned, RecordState.PARTLY_PUBLISHED, List.of(findings.split(planned, have, lack, serials)), null);
    }

    private String serial(NameServer server) {
        return interview.ask(server, territory.zone(), RecordType.SOA).answer().all(DnsRecord.Soa.class).stream()
                .findFirst()
                .map(soa -> server.name() + "=" + soa.serial())
                .orElse(server.name() + "=?");
    }

    /// What stands there is not ours. It may be a wildcard's, or ours may stand elsewhere.
    private RecordReport wrong(PlannedRecord planned, Judged judged) {
        if (planned.managed()) return judged.report();
        return probes(planned, judged.heard())
                .besidesWrongData(judged.report())
                .map(why -> new RecordReport(planned, RecordState.WRONG, List.of(why), null))
                .orElse(judged.report());
    }

    private RecordReport missing(PlannedRecord planned, List<Judged> judged) {
        Judged first = judged.getFirst();
        if (planned.managed()) return first.report();
        return probes(planned, first.heard())
                .explain()
                .map(why -> RecordReport.missing(planned, why))
                .orElse(first.report());
    }

    private NameProbes probes(PlannedRecord planned, Heard heard) {
        return new NameProbes(subject, planned, territory, interview, judge, findings, heard);
    }

    /// Every name server has it. Do resolvers see it? Only a name that is there may be asked for; some records are
    /// right by not being there.
    private RecordReport right(List<Judged> judged) {
        RecordReport report = judged.getFirst().report();
        boolean mayBeAskedFor = judged.stream().allMatch(one -> one.heard().hasRecords());
        if (!mayBeAskedFor || judged.getFirst().heard().server().manner() != Manner.AUTHORITY) return report;
        PlannedRecord planned = report.planned();
        Answer cached = recursion.answer(planned.name(), planned.type());
        if (cached instanceof Answer.Failed)
            return recursion.findsBogus(planned.name(), planned.type())
                    ? report.but(RecordState.UNKNOWN, findings.bogus(planned))
                    : report;
        boolean current = judge.judge(subject, planned, cached).state() == RecordState.RIGHT;
        return current ? report : stale(report, cached);
    }

    private RecordReport stale(RecordReport report, Answer cached) {
        Instant clears = left(cached).map(clock.instant()::plus).orElse(null);
        var said = Stream.concat(
                        report.findings().stream(),
                        Stream.of(findings.propagating(report.planned(), Heard.shown(cached), clears)))
                .toList();
        return new RecordReport(report.planned(), RecordState.CACHED_ELSEWHERE, said, clears);
    }

    /// How long a cache keeps what it has: a positive answer for what is left of its TTL, a negative one for what is
    /// left of the smaller of the SOA's TTL and its minimum (RFC 2308 §5).
    private static Optional<Duration> left(Answer cached) {
        return switch (cached) {
            case Answer.Records(var _, var ttl, var _, var _) -> Optional.of(ttl);
            case Answer.NoData(var ttl) -> Optional.ofNullable(ttl);
            case Answer.NoSuchName(var ttl) -> Optional.ofNullable(ttl);
            case Answer.Failed _ -> Optional.empty();
        };
    }

    private List<ServerStanding> standings(List<Heard> heard, List<Judged> judged) {
        var standings = new ArrayList<ServerStanding>();
        for (Heard one : heard)
            standings.add(new ServerStanding(one.server().shown(), answered(one, judged), one.shown()));
        for (NameServer lame : territory.lame())
            standings.add(new ServerStanding(lame.shown(), Answered.BROKEN, String.valueOf(lame.trouble())));
        return standings;
    }

    private static Answered answered(Heard heard, List<Judged> judged) {
        return judged.stream()
                .filter(one -> one.heard().equals(heard))
                .findFirst()
                .map(one -> switch (one.report().state()) {
                    case RIGHT, CACHED_ELSEWHERE, PARTLY_PUBLISHED -> Answered.RIGHT;
                    case WRONG -> Answered.OTHER;
                    case NOT_PUBLISHED -> Answered.NOTHING;
                    case UNKNOWN -> heard.hasRecords() ? Answered.OTHER : Answered.BROKEN;
                })
                .orElse(Answered.BROKEN);
    }
}
