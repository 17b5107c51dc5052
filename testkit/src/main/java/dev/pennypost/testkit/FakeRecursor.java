package dev.pennypost.testkit;

import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.ExtendedError;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.ResponseCode;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ZoneRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A recursive resolver of a [FakeInternet]: follows referrals, keeps nothing but what it is told to remember, and
/// finds bogus what it is told to find so. Every other address it hands on to the internet, so that a test has one
/// thing to ask.
public final class FakeRecursor implements DirectDns {
    private static final int DNSSEC_BOGUS = 6; // RFC 8914 §4.7
    private static final int MOST_STEPS = 20;

    private final FakeInternet internet;
    private final InetSocketAddress address;
    private final Map<Key, Response> remembered = new HashMap<>();
    private final Set<DomainName> bogus = new HashSet<>();
    private final List<Question> asked = new ArrayList<>();

    private record Key(DomainName name, RecordType type) {}

    FakeRecursor(FakeInternet internet, InetAddress address) {
        this.internet = internet;
        this.address = new InetSocketAddress(address, 53);
    }

    public InetSocketAddress address() {
        return address;
    }

    /// Remembers a record from before the internet changed.
    public FakeRecursor remembers(String name, DnsRecord data, Duration left) {
        var record = new ZoneRecord(DomainName.ofDns(name), left, data);
        return remember(record.owner(), data.type(), response(ResponseCode.NOERROR, List.of(record), List.of()));
    }

    /// Remembers that a name did not exist.
    public FakeRecursor remembersNoSuchName(String name, RecordType type, Duration left) {
        DomainName missing = DomainName.ofDns(name);
        var soa = new DnsRecord.Soa(missing, 1, left.toSeconds());
        var proof = new ZoneRecord(missing.parent().orElseThrow(), left, soa);
        return remember(missing, type, response(ResponseCode.NXDOMAIN, List.of(), List.of(proof)));
    }

    /// Everything at or below this name fails validation.
    public synchronized FakeRecursor findsBogus(String name) {
        bogus.add(DomainName.ofDns(name));
        return this;
    }

    /// What it was asked so far, in order.
    public synchronized List<Question> asked() {
        return List.copyOf(asked);
    }

    @Override
    public ServerReply ask(InetSocketAddress server, Question question) {
        if (!server.equals(address)) return internet.ask(server, question);
        synchronized (this) {
            asked.add(question);
            if (question.manner() != Question.Manner.UNVALIDATED && isBogus(question.name())) return servfail();
            Response known = remembered.get(new Key(question.name(), question.type()));
            if (known != null) return known;
        }
        return resolve(question);
    }

    private synchronized FakeRecursor remember(DomainName name, RecordType type, Response response) {
        remembered.put(new Key(name, type), response);
        return this;
    }

    private boolean isBogus(DomainName name) {
        return bogus.stream().anyMatch(name::isAtOrBelow);
    }

    private Response resolve(Question question) {
        Response first = iterate(question.name(), question.type());
        DomainName end = first.endOf(question.name());
        boolean done = end.equals(question.name())
                || question.type() == RecordType.CNAME
                || first.code() != ResponseCode.NOERROR
                || first.answers().stream().anyMatch(record -> record.data().type() == question.type());
        if (done) return first;
        Response rest = resolve(new Question(end, question.type(), question.manner()));
        var answers = new ArrayList<>(first.answers());
        answers.addAll(rest.answers());
        return response(rest.code(), answers, rest.authority());
    }

    private Response iterate(DomainName name, RecordType type) {
        List<InetAddress> servers =
                internet.serversOf(new DomainName(name.labels().getLast()));
        if (servers.isEmpty()) return response(ResponseCode.NXDOMAIN, List.of(), List.of());
        for (int i = 0; i < MOST_STEPS; i++) {
            Optional<Response> said = firstUsable(servers, Question.ofAuthority(name, type));
            if (said.isEmpty()) return response(ResponseCode.SERVFAIL, List.of(), List.of());
            if (!said.get().isReferral()) return plain(said.get());
            servers = addresses(said.get());
        }
        return response(ResponseCode.SERVFAIL, List.of(), List.of());
    }

    private Optional<Response> firstUsable(List<InetAddress> servers, Question question) {
        return servers.stream()
                .map(server -> internet.reply(server, question))
                .filter(Response.class::isInstance)
                .map(Response.class::cast)
                .filter(said -> said.code() == ResponseCode.NOERROR || said.code() == ResponseCode.NXDOMAIN)
                .findFirst();
    }

    private List<InetAddress> addresses(Response referral) {
        var found = new ArrayList<InetAddress>();
        for (ZoneRecord record : referral.authority()) {
            if (!(record.data() instanceof DnsRecord.Name(var _, var host))) continue;
            var glue = referral.additional().stream()
                    .filter(one -> one.owner().equals(host))
                    .toList();
            var known = glue.isEmpty() ? iterate(host, RecordType.A).answers() : glue;
            for (ZoneRecord one : known) {
                if (one.data() instanceof DnsRecord.Address(var ip)) found.add(ip);
            }
        }
        return found;
    }

    /// As a resolver hands an answer on: without authority.
    private static Response plain(Response said) {
        return response(said.code(), said.answers(), said.authority());
    }

    private static Response response(ResponseCode code, List<ZoneRecord> answers, List<ZoneRecord> authority) {
        return new Response(code, false, false, answers, authority, List.of(), List.of());
    }

    private static Response servfail() {
        var why = List.of(new ExtendedError(DNSSEC_BOGUS, "DNSSEC Bogus"));
        return new Response(ResponseCode.SERVFAIL, false, false, List.of(), List.of(), List.of(), why);
    }
}
