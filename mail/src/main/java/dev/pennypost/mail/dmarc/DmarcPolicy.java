package dev.pennypost.mail.dmarc;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;

/// The policy that holds for mail from one author domain (RFC 9989 §4.10.1).
public sealed interface DmarcPolicy {
    /// A record applies.
    ///
    /// @param at the domain whose record it is; the record itself stands at `_dmarc` below it
    /// @param request what its owner asks for failing mail from the author domain, `t=y` taken into account
    record Found(DmarcRecord record, DomainName at, Source source, DmarcRequest request) implements DmarcPolicy {}

    /// There is no record anywhere.
    record Absent() implements DmarcPolicy {}

    /// There is a record without a policy that can be read, and without anybody to report to: it counts for nothing.
    record Unusable(DmarcRecord record, DomainName at) implements DmarcPolicy {}

    /// DNS did not answer.
    record Unknown(String why) implements DmarcPolicy {}

    /// Whose record applies.
    enum Source {
        AUTHOR,
        ORGANIZATION,
        PUBLIC_SUFFIX
    }

    /// Finds the policy for mail whose `From` has this domain.
    static DmarcPolicy discover(DomainName author, Resolver resolver) {
        try {
            var own = TreeWalk.record(author, resolver);
            if (own.isPresent()) {
                var record = own.get();
                return found(record, author, Source.AUTHOR, record.ownRequest());
            }
            return inherited(author, resolver);
        } catch (TreeWalk.Interrupted interrupted) {
            return new Unknown(interrupted.why());
        }
    }

    private static DmarcPolicy inherited(DomainName author, Resolver resolver) throws TreeWalk.Interrupted {
        var walk = TreeWalk.from(author, resolver);
        var organization = walk.at(walk.organizationalDomain());
        var step = organization.or(walk::publicSuffix);
        if (step.isEmpty()) return new Absent();
        var record = step.get().record();
        return found(
                record,
                step.get().name(),
                organization.isPresent() ? Source.ORGANIZATION : Source.PUBLIC_SUFFIX,
                subdomainRequest(record, author, resolver));
    }

    // RFC 9989 §4.7, np=: a name exists unless DNS says NXDOMAIN (RFC 8020). Asked only where it makes a difference.
    private static DmarcRequest subdomainRequest(DmarcRecord record, DomainName author, Resolver resolver)
            throws TreeWalk.Interrupted {
        if (record.subdomainRequest() == record.missingSubdomainRequest()) return record.subdomainRequest();
        return switch (resolver.ask(author, RecordType.A)) {
            case Answer.Failed(String why) ->
                throw new TreeWalk.Interrupted("DNS did not answer about " + author + ": " + why);
            case Answer.NoSuchName _ -> record.missingSubdomainRequest();
            case Answer.NoData _, Answer.Records _ -> record.subdomainRequest();
        };
    }

    private static DmarcPolicy found(DmarcRecord record, DomainName at, Source source, DmarcRequest request) {
        if (!record.applies()) return new Unusable(record, at);
        return new Found(record, at, source, record.testing() ? request.milder() : request);
    }
}
