package dev.pennypost.mail.dmarc;

import dev.pennypost.mail.dmarc.DmarcRecord.PublicSuffix;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The DNS tree walk (RFC 9989 §4.10): the DMARC records at a name and at the names above it, up to and including the
/// top-level domain, in at most eight questions.
public final class TreeWalk {
    private static final int MOST_LABELS_BUT_FIRST = 7;

    private final DomainName start;
    private final List<Step> found;

    /// A name that has a record.
    record Step(DomainName name, DmarcRecord record) {}

    /// DNS failed, so that nobody knows what the walk would have found.
    static final class Interrupted extends Exception {
        Interrupted(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private TreeWalk(DomainName start, List<Step> found) {
        this.start = start;
        this.found = found;
    }

    /// The organizational domain of a name, or nothing when DNS did not answer.
    public static Optional<DomainName> organizationalDomain(DomainName name, Resolver resolver) {
        try {
            return Optional.of(from(name, resolver).organizationalDomain());
        } catch (Interrupted _) {
            return Optional.empty();
        }
    }

    static TreeWalk from(DomainName start, Resolver resolver) throws Interrupted {
        var found = new ArrayList<Step>();
        for (var name : names(start)) {
            var record = record(name, resolver);
            if (record.isEmpty()) continue;
            found.add(new Step(name, record.get()));
            if (record.get().publicSuffix() != PublicSuffix.UNKNOWN) break;
        }
        return new TreeWalk(start, found);
    }

    /// The one record at a name; several are as good as none.
    static Optional<DmarcRecord> record(DomainName name, Resolver resolver) throws Interrupted {
        // A name too long to have a label put in front of it cannot have a record.
        if (name.ascii().length() > 253 - "_dmarc.".length()) return Optional.empty();
        var answer = resolver.ask(name.child("_dmarc"), RecordType.TXT);
        if (answer instanceof Answer.Failed(String why))
            throw new Interrupted("DNS did not answer about _dmarc." + name + ": " + why);
        var records = answer.all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .filter(DmarcRecord::claims)
                .toList();
        return records.size() == 1 ? Optional.of(DmarcRecord.parse(records.getFirst())) : Optional.empty();
    }

    /// RFC 9989 §4.10.2, from the longest name to the shortest.
    DomainName organizationalDomain() {
        for (var step : found) {
            if (step.record().publicSuffix() == PublicSuffix.NO) return step.name();
            if (step.record().publicSuffix() == PublicSuffix.YES && !step.name().equals(start))
                return oneLabelBelow(step.name());
        }
        return found.isEmpty() ? start : found.getLast().name();
    }

    Optional<Step> at(DomainName name) {
        return found.stream().filter(step -> step.name().equals(name)).findFirst();
    }

    /// The record of the public suffix above the start, which counts when the organization has none.
    Optional<Step> publicSuffix() {
        return found.stream()
                .filter(step -> step.record().publicSuffix() == PublicSuffix.YES)
                .findFirst();
    }

    private DomainName oneLabelBelow(DomainName suffix) {
        var labels = start.labels();
        return join(labels.subList(labels.size() - suffix.labels().size() - 1, labels.size()));
    }

    private static List<DomainName> names(DomainName start) {
        var names = new ArrayList<DomainName>();
        names.add(start);
        var labels = start.labels();
        for (int kept = Math.min(MOST_LABELS_BUT_FIRST, labels.size() - 1); kept > 0; kept--)
            names.add(join(labels.subList(labels.size() - kept, labels.size())));
        return names;
    }

    private static DomainName join(List<String> labels) {
        return DomainName.ofDns(String.join(".", labels));
    }
}
