package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dmarc.Alignment;
import dev.pennypost.mail.dmarc.DmarcPolicy;
import dev.pennypost.mail.dmarc.DmarcPolicy.Source;
import dev.pennypost.mail.dmarc.DmarcRecord;
import dev.pennypost.mail.dmarc.DmarcRequest;
import dev.pennypost.mail.dmarc.TreeWalk;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The DMARC policy of a domain, read as RFC 9989 has it and as RFC 7489 had it: receivers of both kinds are about.
///
/// @param registrable the organizational domain of the older reading, by the public suffix list
record DmarcReading(DomainName domain, Resolver resolver, Function<DomainName, Optional<DomainName>> registrable) {
    DmarcPolicy policy() {
        return DmarcPolicy.discover(domain, resolver);
    }

    /// What there is to say about a policy that holds.
    List<Finding> remarks(DmarcPolicy.Found found) {
        var remarks = new ArrayList<Finding>();
        DmarcRecord record = found.record();
        if (found.source() != Source.AUTHOR) remarks.add(DmarcFindings.inherited(domain, found));
        if (record.policy().isEmpty()) remarks.add(DmarcFindings.takenForNone(found.at()));
        var ignored =
                record.ignored().stream().filter(DmarcReading::isWorthSaying).toList();
        if (!ignored.isEmpty()) remarks.add(DmarcFindings.ignored(found.at(), ignored));
        for (DomainName receiver : strangers(found)) remarks.add(DmarcFindings.unauthorised(found.at(), receiver));
        if (record.spf() == Alignment.STRICT) remarks.add(DmarcFindings.strictSpf(found.at()));
        if (record.dkim() == Alignment.STRICT) remarks.add(DmarcFindings.strictDkim(domain));
        older().filter(request -> request != found.request())
                .ifPresent(request -> remarks.add(DmarcFindings.readingsDiffer(domain, found.request(), request)));
        return remarks;
    }

    /// These were tags once (RFC 7489 §6.3) and do no harm.
    private static boolean isWorthSaying(String entry) {
        return !entry.matches("(?i)(pct|rf|ri)\\s*=.*");
    }

    /// What RFC 7489 §6.6.3 makes of it: the record of the domain, or else of the organizational domain. Empty when
    /// there is none.
    Optional<DmarcRequest> older() {
        var own = record(domain);
        if (own.isPresent()) return own.map(DmarcRecord::ownRequest);
        return registrable
                .apply(domain)
                .filter(organization -> !organization.equals(domain))
                .flatMap(this::record)
                .map(DmarcRecord::subdomainRequest);
    }

    private Optional<DmarcRecord> record(DomainName name) {
        var records = SpfCheck.texts(resolver.ask(name.child("_dmarc"), RecordType.TXT)).stream()
                .filter(DmarcRecord::claims)
                .toList();
        return records.size() == 1
                ? Optional.of(DmarcRecord.parse(records.getFirst())).filter(DmarcRecord::applies)
                : Optional.empty();
    }

    /// Domains of others to which reports are to go, and which have not agreed to it (RFC 9990 §4).
    private List<DomainName> strangers(DmarcPolicy.Found found) {
        return found.record().aggregateReports().stream()
                .flatMap(uri -> receiver(uri).stream())
                .distinct()
                .filter(receiver -> !isSameOrganization(receiver, found.at()))
                .filter(receiver -> hasNotAgreed(receiver, found.at()))
                .toList();
    }

    private static Optional<DomainName> receiver(URI uri) {
        if (!"mailto".equals(uri.getScheme().toLowerCase(Locale.ROOT))) return Optional.empty();
        String address = uri.getSchemeSpecificPart();
        try {
            return Optional.of(DomainName.parse(address.substring(address.lastIndexOf('@') + 1)));
        } catch (BadDomainName nobodysName) {
            return Optional.empty();
        }
    }

    private boolean isSameOrganization(DomainName one, DomainName other) {
        if (one.isAtOrBelow(other)) return true;
        return TreeWalk.organizationalDomain(one, resolver).equals(TreeWalk.organizationalDomain(other, resolver));
    }

    /// Silence of DNS is no refusal.
    private boolean hasNotAgreed(DomainName receiver, DomainName at) {
        Answer answer = resolver.ask(receiver.child(at + "._report._dmarc"), RecordType.TXT);
        return !(answer instanceof Answer.Failed)
                && SpfCheck.texts(answer).stream().noneMatch(DmarcRecord::claims);
    }
}
