package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for a missing record where people and panels put it by mistake. All questions go to one name server, which
/// remembers nothing of them.
record NameProbes(
        Subject subject,
        PlannedRecord planned,
        Territory.Found territory,
        Interview interview,
        ValueJudge judge,
        NameFindings findings,
        Heard heard) {
    /// Nobody has a record of this name, so whatever answers for it is a wildcard.
    private static final String NOBODYS_LABEL = "no-such-7f3a9c41";

    private static final List<RecordType> TYPES_TRIED =
            List.of(RecordType.TXT, RecordType.MX, RecordType.CNAME, RecordType.A, RecordType.AAAA, RecordType.NS);

    /// Reasons that say no more than that the data is somebody else's.
    private static final Set<Code> UNEXPLAINED =
            Set.of(Code.INVALID_VALUE, Code.TYPE_NOT_FOUND, Code.HOST_NOT_FOUND, Code.DNS_SERVER_ERROR);

    private static final Pattern DECORATION = Pattern.compile("[\\s\"'\\\\;]+");

    /// A place where the record may have got to.
    private record Suspect(Code code, DomainName name, RecordType type) {}

    /// Why a record is not there: the likeliest mistake first. Nothing where there are records of its type that say
    /// themselves what they lack.
    Optional<Finding> explain() {
        return atTheName()
                .or(this::elsewhere)
                .or(this::inTheZoneAbove)
                .or(() -> heard.hasRecords() ? Optional.empty() : Optional.of(plainlyMissing()));
    }

    /// Why there is other data, where the data itself does not tell.
    Optional<Finding> besidesWrongData(RecordReport report) {
        Optional<Finding> borrowed = isWildcard() ? Optional.of(findings.wildcard(planned, heard)) : cname();
        if (borrowed.isPresent()) return borrowed;
        boolean unexplained = report.findings().stream().allMatch(finding -> UNEXPLAINED.contains(finding.code()));
        return unexplained ? elsewhere().or(this::inTheZoneAbove) : Optional.empty();
    }

    private Optional<Finding> atTheName() {
        Optional<Finding> cname = cname();
        if (cname.isPresent() || heard.answer() instanceof Answer.NoSuchName) return cname;
        return otherType();
    }

    /// A CNAME where another type belongs leads everybody away from the name (RFC 1034 §3.6.2).
    private Optional<Finding> cname() {
        if (planned.type() == RecordType.CNAME) return Optional.empty();
        return heard.cname().map(target -> {
            if (besideIt().cname().equals(heard.cname())) return findings.wildcard(planned, heard);
            return target.ascii().equals(bare(planned.value()))
                    ? findings.wrongType(planned, RecordType.CNAME, target.ascii())
                    : findings.cnameCollision(planned, heard);
        });
    }

    private Optional<Finding> otherType() {
        var types = Stream.concat(
                        TYPES_TRIED.stream(),
                        planned.purpose() == Purpose.SPF ? Stream.of(RecordType.SPF) : Stream.empty())
                .filter(type -> type != planned.type())
                .toList();
        var answers = Parallel.map(types, type -> ask(planned.name(), type));
        for (int i = 0; i < types.size(); i++) {
            Optional<String> ours = oursIn(answers.get(i).answer());
            if (ours.isEmpty()) continue;
            return Optional.of(
                    types.get(i) == RecordType.SPF
                            ? findings.type99(planned, ours.get())
                            : findings.wrongType(planned, types.get(i), ours.get()));
        }
        return Optional.empty();
    }

    /// RFC 4592: a sibling that nobody made gets the same answer.
    private boolean isWildcard() {
        if (!(heard.answer() instanceof Answer.Records(var records, var _, var _, var _))) return false;
        return besideIt().answer() instanceof Answer.Records(var others, var _, var _, var _)
                && Set.copyOf(records).equals(Set.copyOf(others));
    }

    /// What is said of a name beside ours that nobody has made.
    private Heard besideIt() {
        DomainName above = planned.name().parent().orElse(territory.zone());
        try {
            return ask(above.child(NOBODYS_LABEL), planned.type());
        } catch (BadDomainName tooLong) {
            return new Heard(heard.server(), new Answer.NoSuchName(null), null);
        }
    }

    private Optional<Finding> elsewhere() {
        List<Suspect> suspects = suspects();
        var answers = Parallel.map(suspects, suspect -> ask(suspect.name(), suspect.type()));
        for (int i = 0; i < suspects.size(); i++) {
            Suspect suspect = suspects.get(i);
            Answer answer = answers.get(i).answer();
            if (isOurs(suspect, answer))
                return Optional.of(findings.elsewhere(suspect.code(), planned, suspect.name(), Heard.shown(answer)));
        }
        return Optional.empty();
    }

    private boolean isOurs(Suspect suspect, Answer answer) {
        if (!(answer instanceof Answer.Records)) return false;
        // At the apex any DMARC record is one that missed its place: nothing reads it there.
        if (suspect.code() == Code.DMARC_AT_APEX)
            return answer.all(DnsRecord.Txt.class).stream().anyMatch(txt -> isDmarc(txt.text()));
        return oursIn(answer).isPresent() || judged(suspect.name(), answer) == RecordState.RIGHT;
    }

    private RecordState judged(DomainName name, Answer answer) {
        var there = new PlannedRecord(planned.purpose(), planned.type(), name, planned.value(), planned.priority());
        return judge.judge(subject, there, answer).state();
    }

    private static boolean isDmarc(String text) {
        return text.strip().toLowerCase(Locale.ROOT).startsWith("v=dmarc1");
    }

    /// The suspects, likeliest first, each name once.
    private List<Suspect> suspects() {
        DomainName zone = territory.zone();
        DomainName domain = subject.domain();
        String host = relative(planned.name(), domain);
        String sub = relative(domain, zone);
        var names = new LinkedHashMap<DomainName, Suspect>();
        suspect(names, Code.NAME_DOUBLED, planned.name() + "." + zone);
        suspect(names, Code.NAME_DOUBLED, planned.name() + "." + domain);
        if (!sub.isEmpty()) {
            suspect(names, Code.NAME_DOUBLED, join(host, zone + "." + zone));
            suspect(names, Code.NAME_SUB_DOUBLED, join(host, sub + "." + domain));
            suspect(names, Code.NAME_RELATIVE_TO_APEX, join(host, zone.ascii()));
        }
        suspect(names, Code.NAME_AT_LITERAL, "@." + domain);
        suspect(names, Code.NAME_AT_LITERAL, "@." + zone);
        suspect(names, Code.NAME_AT_LITERAL, join(host, "@." + domain));
        if (planned.name().ascii().contains("_")) underscoreless(names, host, domain);
        if (!host.isEmpty())
            suspect(
                    names,
                    planned.purpose() == Purpose.DMARC ? Code.DMARC_AT_APEX : Code.NAME_AT_LITERAL,
                    domain.ascii());
        return List.copyOf(names.values());
    }

    private void underscoreless(Map<DomainName, Suspect> names, String host, DomainName domain) {
        for (String stripped : List.of(
                host.replace("_", ""), host.replace("._", "-"), host.replace("_", "-"), host.replace("._", ".-"))) {
            suspect(names, Code.UNDERSCORE_STRIPPED, stripped + "." + domain);
        }
    }

    private void suspect(Map<DomainName, Suspect> names, Code code, String name) {
        try {
            DomainName at = DomainName.ofDns(name);
            if (!at.equals(planned.name()) && at.isAtOrBelow(territory.zone()))
                names.putIfAbsent(at, new Suspect(code, at, planned.type()));
        } catch (BadDomainName tooLong) {
            // then no panel has made it either
        }
    }

    /// The domain has a zone of its own, and the record was put into the zone above it (WRONG_ZONE).
    private Optional<Finding> inTheZoneAbove() {
        for (InetSocketAddress server : territory.above()) {
            if (territory.servers().stream().anyMatch(own -> server.equals(own.address()))) continue;
            var asked = NameServer.at(territory.zone(), server, NameServer.Listing.PARENT);
            Heard above = interview.ask(asked, planned.name(), planned.type());
            if (oursIn(above.answer()).isPresent()) return Optional.of(findings.inTheZoneAbove(planned, above));
            if (above.counts()) break;
        }
        return Optional.empty();
    }

    private Finding plainlyMissing() {
        if (heard.answer() instanceof Answer.NoSuchName) return findings.noSuchName(planned);
        // Some servers say of every name that it exists (RFC 9824 §3), and so do wildcards of another type.
        boolean everyNameExists = !(besideIt().answer() instanceof Answer.NoSuchName);
        if (everyNameExists) return findings.noSuchName(planned);
        boolean empty = TYPES_TRIED.stream()
                .filter(type -> type != planned.type())
                .noneMatch(type -> ask(planned.name(), type).hasRecords());
        return empty ? findings.emptyNonTerminal(planned) : findings.noSuchType(planned);
    }

    private Heard ask(DomainName name, RecordType type) {
        return interview.ask(heard.server(), name, type);
    }

    /// Data that is ours but for decoration, whatever its type.
    private Optional<String> oursIn(Answer answer) {
        if (!(answer instanceof Answer.Records(var records, var _, var _, var _))) return Optional.empty();
        String ours = core(planned.value());
        return records.stream()
                .map(NameProbes::text)
                .filter(text -> core(text).contains(ours))
                .findFirst();
    }

    private static String text(DnsRecord record) {
        return switch (record) {
            case DnsRecord.Txt(var text) -> text;
            case DnsRecord.Spf(var text) -> text;
            case DnsRecord.Mx(var _, var exchange) -> bare(exchange);
            case DnsRecord.Name(var _, var target) -> target.ascii();
            case DnsRecord.Address _, DnsRecord.Soa _, DnsRecord.Tlsa _, DnsRecord.Caa _ -> "";
        };
    }

    private static String core(String value) {
        return DECORATION.matcher(bare(value)).replaceAll("");
    }

    static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String join(String labels, String rest) {
        return labels.isEmpty() ? rest : labels + "." + rest;
    }

    /// The labels of a name that stand before another's; empty when they are the same or strangers.
    private static String relative(DomainName name, DomainName to) {
        boolean below = name.isAtOrBelow(to) && !name.equals(to);
        return below
                ? name.ascii().substring(0, name.ascii().length() - to.ascii().length() - 1)
                : "";
    }
}
