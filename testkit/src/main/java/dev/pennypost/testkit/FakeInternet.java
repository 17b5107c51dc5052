package dev.pennypost.testkit;

import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.InMemoryServer;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.ResponseCode;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.mail.dns.Zones;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A whole internet of DNS servers in memory: each has an address, zones of its own, and perhaps bad manners. There
/// is no root; a server that serves a top-level zone is found as its server. May be changed while it is asked.
public final class FakeInternet implements DirectDns {
    private final Map<InetAddress, Host> hosts = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    /// A question and the server that got it.
    public record Asked(String server, Question question) {}

    /// How a server treats those who ask.
    public enum Manners {
        /// Answers from its zones, refuses the rest.
        GOOD,
        /// Says nothing.
        SILENT,
        /// Refuses everything.
        REFUSING,
        /// Fails at everything.
        FAILING,
        /// Answers as if it had the answers from others: without authority.
        WITHOUT_AUTHORITY,
        /// Lies where no way leads to from here.
        UNREACHABLE
    }

    private static final class Host {
        private final Zones zones = new Zones();
        private final List<DomainName> origins = new ArrayList<>();
        private Manners manners = Manners.GOOD;
    }

    /// Serves a zone at an address, instead of what was served there under the same origin.
    ///
    /// @param text a master file; SOA and NS may be left out
    public FakeInternet serves(String address, String origin, String text) {
        return serves(address, Zone.parse(DomainName.ofDns(origin), text));
    }

    public synchronized FakeInternet serves(String address, Zone zone) {
        Host host = host(address);
        host.zones.put(zone);
        host.origins.remove(zone.origin());
        host.origins.add(zone.origin());
        return this;
    }

    public synchronized FakeInternet server(String address, Manners manners) {
        host(address).manners = manners;
        return this;
    }

    /// A recursive resolver at this address, which knows this internet.
    public FakeRecursor recursor(String address) {
        return new FakeRecursor(this, InetAddress.ofLiteral(address));
    }

    /// What name servers were asked so far, in order; what resolvers asked them is not among it.
    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public ServerReply ask(InetSocketAddress server, Question question) {
        synchronized (this) {
            asked.add(new Asked(server.getAddress().getHostAddress(), question));
        }
        return reply(server.getAddress(), question);
    }

    synchronized ServerReply reply(InetAddress server, Question question) {
        Host host = hosts.get(server);
        if (host == null) return silence(ServerReply.Reason.TIMEOUT, "no answer within 4000 ms");
        return switch (host.manners) {
            case GOOD -> new InMemoryServer(host.zones).answer(question);
            case SILENT -> silence(ServerReply.Reason.TIMEOUT, "no answer within 4000 ms");
            case REFUSING -> bare(ResponseCode.REFUSED);
            case FAILING -> bare(ResponseCode.SERVFAIL);
            case WITHOUT_AUTHORITY -> withoutAuthority(new InMemoryServer(host.zones).answer(question));
            case UNREACHABLE -> silence(ServerReply.Reason.UNREACHABLE, "Network is unreachable");
        };
    }

    /// The addresses of servers that serve a zone.
    synchronized List<InetAddress> serversOf(DomainName origin) {
        return hosts.entrySet().stream()
                .filter(host -> host.getValue().origins.contains(origin))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Host host(String address) {
        return hosts.computeIfAbsent(InetAddress.ofLiteral(address), _ -> new Host());
    }

    static ServerReply.Response bare(ResponseCode code) {
        return new ServerReply.Response(code, false, false, List.of(), List.of(), List.of(), List.of());
    }

    private static ServerReply silence(ServerReply.Reason reason, String why) {
        return new ServerReply.Silence(reason, why);
    }

    private static ServerReply withoutAuthority(ServerReply.Response response) {
        return new ServerReply.Response(
                response.code(),
                false,
                false,
                response.answers(),
                response.authority(),
                response.additional(),
                response.errors());
    }
}
