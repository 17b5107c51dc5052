package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;

/// DNS for judging data: what a record refers to within the owner's own domain comes from its name servers, because
/// it may be as young as the record, or not there yet. The rest of the world comes from the resolver.
///
/// @param own the name a registrar sold
record OwnZoneFirst(DomainName own, Authority authority, DirectDns dns, Recursion recursion, Resolver others)
        implements Resolver {
    @Override
    public Answer ask(DomainName name, RecordType type) {
        if (!name.isAtOrBelow(own)) return others.ask(name, type);
        return switch (authority.of(own)) {
            case Territory.Found found
            when !found.sound().isEmpty() ->
                new Interview(dns, recursion, authority)
                        .ask(found.sound().getFirst(), name, type)
                        .answer();
            case Territory.Found _ -> new Answer.Failed("no name server of " + own + " answers");
            case Territory.Unregistered _ -> new Answer.NoSuchName(null);
            case Territory.Unknown(var why) -> new Answer.Failed(why);
        };
    }
}
