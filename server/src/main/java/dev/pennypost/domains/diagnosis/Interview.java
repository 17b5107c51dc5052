package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.Question.Manner;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ServerReply.Silence;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The questions to name servers during one examination: none is put to the same server twice.
final class Interview {
    private static final int MOST_CUTS = 4;

    private final DirectDns dns;
    private final Recursion recursion;
    private final Authority authority;
    private final Map<Asked, CompletableFuture<Heard>> heard = new ConcurrentHashMap<>();

    private record Asked(InetSocketAddress server, DomainName name, RecordType type) {}

    Interview(DirectDns dns, Recursion recursion, Authority authority) {
        this.dns = dns;
        this.recursion = recursion;
        this.authority = authority;
    }

    /// @param server one with an address
    Heard ask(NameServer server, DomainName name, RecordType type) {
        var fresh = new CompletableFuture<Heard>();
        var asked = new Asked(Objects.requireNonNull(server.address()), name, type);
        CompletableFuture<Heard> earlier = heard.putIfAbsent(asked, fresh);
        if (earlier != null) return earlier.join();
        try {
            fresh.complete(put(server, name, type, MOST_CUTS));
        } catch (RuntimeException | Error broken) {
            fresh.completeExceptionally(broken);
        }
        return fresh.join();
    }

    private Heard put(NameServer server, DomainName name, RecordType type, int cuts) {
        ServerReply reply = server.manner() == Manner.AUTHORITY
                ? dns.ask(Objects.requireNonNull(server.address()), Question.ofAuthority(name, type))
                : recursion.ask(name, type, server.manner());
        return switch (reply) {
            case Silence(var reason, var why) -> new Heard(server, new Answer.Failed(Troubles.of(reason, why)), null);
            case Response said
            when said.isReferral() && server.manner() == Manner.AUTHORITY -> delegated(server, name, type, said, cuts);
            case Response said -> understood(server, name, type, said);
        };
    }

    private Heard understood(NameServer server, DomainName name, RecordType type, Response said) {
        String trouble = server.manner() == Manner.AUTHORITY ? Troubles.of(said) : null;
        if (trouble != null) return new Heard(server, new Answer.Failed(trouble), null);
        DomainName end = said.endOf(name);
        if (type == RecordType.CNAME || end.equals(name)) return new Heard(server, said.to(name, type), null);
        Answer answer = said.to(name, type);
        // A CNAME out of the zone: its target is for others to answer, and is no name that is yet to be published.
        boolean leadsOut = answer instanceof Answer.NoData && said.soa().isEmpty();
        return new Heard(server, leadsOut ? recursion.answer(end, type) : answer, end);
    }

    /// The name was handed to other servers: those are asked. The NS records that hand it over are this server's.
    private Heard delegated(NameServer server, DomainName name, RecordType type, Response referral, int cuts) {
        if (type == RecordType.NS) {
            var servers = referral.authority().stream()
                    .filter(record ->
                            record.owner().equals(name) && record.data().type() == RecordType.NS)
                    .toList();
            if (!servers.isEmpty()) {
                var data =
                        servers.stream().<DnsRecord>map(record -> record.data()).toList();
                return new Heard(
                        server, new Answer.Records(data, servers.getFirst().ttl(), false), null);
            }
        }
        if (cuts == 0
                || !(authority.of(name) instanceof Territory.Found found)
                || found.sound().isEmpty())
            return new Heard(server, new Answer.Failed("hands the name to servers that do not answer"), null);
        Heard there = put(found.sound().getFirst(), name, type, cuts - 1);
        return new Heard(server, there.answer(), there.alias());
    }
}
