package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a value is judged against besides the value.
///
/// @param resolver asked for what records refer to; it must not be asked for the records themselves, which may be
///     younger than what it remembers
/// @param sendingAddresses the operator's; empty when they are to be had from the operator's SPF record
/// @param registrable the name a registrar would have sold, by the public suffix list
record Surroundings(
        Resolver resolver,
        List<InetAddress> sendingAddresses,
        Function<DomainName, Optional<DomainName>> registrable,
        InstantSource clock) {
    Surroundings {
        sendingAddresses = List.copyOf(sendingAddresses);
    }

    /// DNS as it would be if this were the answer at the planned name.
    Resolver with(PlannedRecord planned, Answer answer) {
        return (name, type) ->
                name.equals(planned.name()) && type == planned.type() ? answer : resolver.ask(name, type);
    }

    Resolver with(PlannedRecord planned, DnsRecord record) {
        return with(planned, new Answer.Records(List.of(record), Duration.ZERO, false));
    }
}
