package dev.pennypost.mail.dns;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// Where a question has got to: the name asked for, or the last CNAME target, and what was learned on the way.
final class CnameChain {
    private static final int MAX_HOPS = 10;

    private final Set<Name> seen = new HashSet<>();
    private Name end;
    private long ttl = Integer.MAX_VALUE;
    private boolean authenticated = true;

    CnameChain(Name start) {
        end = start;
        seen.add(start);
    }

    Name end() {
        return end;
    }

    /// Whether the name asked for is an alias.
    boolean moved() {
        return seen.size() > 1;
    }

    /// The smallest TTL of the CNAMEs followed, in seconds.
    long ttl() {
        return ttl;
    }

    boolean authenticated() {
        return authenticated;
    }

    void trustOnlyIf(boolean vouched) {
        authenticated &= vouched;
    }

    /// Follows the CNAMEs of one response as far as they lead.
    ///
    /// @return whether there were any
    /// @throws NoAnswer when they run in a circle or do not end
    boolean follow(List<Record> answers) throws NoAnswer {
        boolean moved = false;
        for (var next = from(end, answers); next.isPresent(); next = from(end, answers)) {
            step(next.get());
            moved = true;
        }
        return moved;
    }

    private void step(CNAMERecord cname) throws NoAnswer {
        if (!seen.add(cname.getTarget())) throw new NoAnswer("CNAME loop at " + cname.getTarget());
        if (seen.size() > MAX_HOPS + 1) throw new NoAnswer("CNAME chain longer than " + MAX_HOPS);
        ttl = Math.min(ttl, cname.getTTL());
        end = cname.getTarget();
    }

    private static Optional<CNAMERecord> from(Name name, List<Record> answers) {
        return answers.stream()
                .filter(CNAMERecord.class::isInstance)
                .map(CNAMERecord.class::cast)
                .filter(cname -> cname.getName().equals(name))
                .findFirst();
    }
}
