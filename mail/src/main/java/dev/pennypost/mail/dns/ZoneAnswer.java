package dev.pennypost.mail.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// What a zone has to say to a question: the parts of the response that depend on its data.
record ZoneAnswer(
        int rcode, boolean authoritative, List<Record> answer, List<Record> authority, List<Record> additional) {
    /// The name at the end of a chain of aliases that the zone itself cannot follow.
    ///
    /// @param type what was asked for
    Optional<Name> leadsTo(int type) {
        boolean unfinished = type != Type.CNAME && authority.isEmpty() && !answer.isEmpty();
        if (!unfinished || !(answer.getLast() instanceof CNAMERecord last)) return Optional.empty();
        boolean loops = answer.stream().anyMatch(record -> record.getName().equals(last.getTarget()));
        return loops ? Optional.empty() : Optional.of(last.getTarget());
    }

    /// This chain of aliases with what the zone at its end says (RFC 6604 §3: the code is that of the last step).
    ZoneAnswer then(ZoneAnswer next) {
        return new ZoneAnswer(
                next.rcode,
                authoritative,
                Stream.concat(answer.stream(), next.answer.stream().filter(record -> !answer.contains(record)))
                        .toList(),
                next.authority,
                next.additional);
    }
}
