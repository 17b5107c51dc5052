package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one server said to one question.
///
/// @param alias where a CNAME at the name leads; null without one
record Heard(NameServer server, Answer answer, @Nullable DomainName alias) {
    boolean counts() {
        return !(answer instanceof Answer.Failed);
    }

    boolean hasRecords() {
        return answer instanceof Answer.Records;
    }

    Optional<DomainName> cname() {
        return Optional.ofNullable(alias);
    }

    /// What was heard, for people.
    String shown() {
        String data = shown(answer);
        return alias == null ? data : "CNAME " + alias + (hasRecords() ? ": " + data : "");
    }

    static String shown(Answer answer) {
        return switch (answer) {
            case Answer.Records(var records, var _, var _, var _) ->
                records.stream().map(Heard::shown).collect(Collectors.joining(" | "));
            case Answer.NoData _ -> "no such record";
            case Answer.NoSuchName _ -> "no such name";
            case Answer.Failed(var why) -> why;
        };
    }

    private static String shown(DnsRecord record) {
        return switch (record) {
            case DnsRecord.Address(var address) -> address.getHostAddress();
            case DnsRecord.Mx(var preference, var exchange) -> preference + " " + exchange;
            case DnsRecord.Txt(var text) -> text;
            case DnsRecord.Spf(var text) -> text;
            case DnsRecord.Name(var _, var target) -> target.ascii();
            case DnsRecord.Soa(var primary, var serial, var _) -> primary + " " + serial;
            case DnsRecord.Tlsa tlsa ->
                tlsa.usage() + " " + tlsa.selector() + " " + tlsa.matchingType() + " " + tlsa.association();
            case DnsRecord.Caa(var flags, var tag, var value) -> flags + " " + tag + " \"" + value + "\"";
        };
    }
}
