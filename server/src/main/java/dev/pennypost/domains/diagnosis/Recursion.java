package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.ExtendedError;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.Question.Manner;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.ResponseCode;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ServerReply.Silence;
import java.net.InetSocketAddress;
import java.util.List;

/// What receivers of mail see: DNS through the configured resolvers, the next only when one gives nothing usable.
/// It must not be asked for names that may not exist yet: it would remember that they do not (RFC 2308).
record Recursion(DirectDns dns, List<InetSocketAddress> resolvers) {
    Recursion {
        if (resolvers.isEmpty()) throw new IllegalArgumentException("no resolver");
        resolvers = List.copyOf(resolvers);
    }

    Answer answer(DomainName name, RecordType type) {
        return switch (ask(name, type, Manner.RECURSIVE)) {
            case Response response -> response.to(name, type);
            case Silence(var _, var why) -> new Answer.Failed("the resolver gave " + why);
        };
    }

    ServerReply ask(DomainName name, RecordType type, Manner manner) {
        ServerReply last = dns.ask(resolvers.getFirst(), new Question(name, type, manner));
        for (InetSocketAddress resolver : resolvers.subList(1, resolvers.size())) {
            if (isUsable(last)) return last;
            ServerReply next = dns.ask(resolver, new Question(name, type, manner));
            // A SERVFAIL that says why is worth more than a silence.
            if (next instanceof Response || last instanceof Silence) last = next;
        }
        return last;
    }

    /// Whether resolvers that validate reject what they get for a name, while others would take it (RFC 4035 §5.5).
    boolean findsBogus(DomainName name, RecordType type) {
        if (!(ask(name, type, Manner.RECURSIVE) instanceof Response validated) || isUsable(validated)) return false;
        if (validated.errors().stream().anyMatch(ExtendedError::isBogus)) return true;
        boolean fineUnvalidated = isUsable(ask(name, type, Manner.UNVALIDATED));
        // Asked once more, because the first failure may have had to do with time and not with signatures.
        return fineUnvalidated && !isUsable(ask(name, type, Manner.RECURSIVE));
    }

    private static boolean isUsable(ServerReply reply) {
        return reply instanceof Response response
                && (response.code() == ResponseCode.NOERROR || response.code() == ResponseCode.NXDOMAIN);
    }
}
