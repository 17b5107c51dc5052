package dev.pennypost.domains.writer;

import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/// Any name server that takes dynamic updates (RFC 2136) signed with a shared key (RFC 8945). Questions are signed too,
/// and everything goes over TCP. An update is done or not done, and says what it expects to be there (RFC 2136 §2.4).
final class UpdateWriter implements ZoneWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// What is asked for at each name: a server may answer ANY with less than there is (RFC 8482 §4).
    private static final List<Integer> TYPES = List.of(
            Type.A,
            Type.AAAA,
            Type.CNAME,
            Type.MX,
            Type.TXT,
            Type.NS,
            Type.CAA,
            Type.SRV,
            Type.HTTPS,
            Type.SVCB,
            Type.TLSA,
            Type.NAPTR,
            Type.PTR,
            Type.DNAME,
            Type.DS,
            Type.SSHFP,
            Type.SMIMEA,
            Type.OPENPGPKEY,
            Type.URI,
            Type.LOC,
            Type.HINFO);

    private final SimpleResolver server;

    UpdateWriter(InetSocketAddress address, TSIG key) {
        server = new SimpleResolver(address);
        server.setTCP(true);
        server.setTSIGKey(key);
        server.setTimeout(PATIENCE);
    }

    /// RFC 2308 §3: also a negative answer names the zone, by its SOA record.
    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            var answer = ask(candidate, Type.SOA);
            if (answer.getRcode() == Rcode.SERVFAIL) throw refusal(answer);
            if (answer.getRcode() == Rcode.REFUSED || !answer.getHeader().getFlag(Flags.AA)) continue;
            for (int section : List.of(Section.ANSWER, Section.AUTHORITY)) {
                for (Record record : answer.getSection(section)) {
                    if (!(record instanceof SOARecord)) continue;
                    var zone = OwnerName.read(record.getName().toString()).filter(name::isAtOrBelow);
                    if (zone.isPresent()) return zone.map(found -> new Zone(found, 0));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new SetBuilder();
        for (var name : names) read(name, sets);
        return sets.sets();
    }

    /// All questions about a name are on their way at once.
    private void read(DomainName name, SetBuilder sets) {
        var answers = new LinkedHashMap<Integer, CompletableFuture<Message>>();
        for (int type : TYPES)
            answers.put(type, server.sendAsync(query(name, type)).toCompletableFuture());
        answers.forEach((type, answer) -> add(name, type, checked(answer), sets));
    }

    private static void add(DomainName name, int type, Message answer, SetBuilder sets) {
        if (answer.getRcode() == Rcode.NXDOMAIN) return;
        if (answer.getRcode() != Rcode.NOERROR) throw refusal(answer);
        for (int section : List.of(Section.ANSWER, Section.AUTHORITY)) {
            for (Record record : answer.getSection(section)) {
                // a delegation's NS records stand in the authority section
                boolean asked = record.getType() == type && record.getName().equals(dns(name));
                if (asked) sets.add(name, Type.string(type), entry(record), (int) record.getTTL(), false);
            }
        }
    }

    private static Entry entry(Record record) {
        String data = record.rdataToString();
        if (!(record instanceof TXTRecord txt))
            return new Entry(RecordText.value(Type.string(record.getType()), data), data);
        String text = txt.getStringsAsByteArrays().stream()
                .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
        return new Entry(text, data);
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var update = new Update(dns(zone.name()));
        changes.forEach(change -> expect(update, change));
        changes.forEach(change -> write(update, zone, change));
        var answer = send(update);
        if (answer.getRcode() != Rcode.NOERROR) throw refusal(answer);
    }

    /// RFC 2136 §2.4.2 and §2.4.3: the set is exactly what was read, or is not there.
    private static void expect(Update update, SetChange change) {
        if (change.before().isEmpty()) update.absent(dns(change.name()), Type.value(change.type()));
        change.before().stream()
                .flatMap(set -> set.entries().stream())
                .forEach(entry -> update.present(record(change, 0, entry.handle())));
    }

    private static void write(Update update, Zone zone, SetChange change) {
        change.removed().forEach(entry -> update.delete(record(change, 0, entry.handle())));
        change.added()
                .forEach(value ->
                        update.add(record(change, change.ttl(zone), RecordText.presentation(change.type(), value))));
    }

    private static Record record(SetChange change, int ttl, String data) {
        try {
            return Record.fromString(dns(change.name()), Type.value(change.type()), DClass.IN, ttl, data, Name.root);
        } catch (IOException unreadable) {
            throw new Refused(new WriterProblem.Rejected(
                    "The data of " + change.name() + " " + change.type() + " cannot be written."));
        }
    }

    private Message ask(DomainName name, int type) {
        return send(query(name, type));
    }

    private static Message query(DomainName name, int type) {
        return Message.newQuery(Record.newRecord(dns(name), type, DClass.IN));
    }

    private Message send(Message question) {
        return checked(server.sendAsync(question).toCompletableFuture());
    }

    private static Message checked(CompletableFuture<Message> pending) {
        Message answer;
        try {
            answer = pending.join();
        } catch (CompletionException silent) {
            throw new Refused(new WriterProblem.Unreachable("The name server does not answer over TCP."));
        }
        var signature = answer.getTSIG();
        int error = signature == null ? Rcode.NOERROR : signature.getError();
        // RFC 8945 §5.2: an answer to a signature that was refused is not signed itself
        if (error == Rcode.BADKEY || error == Rcode.BADSIG || error == Rcode.BADTIME)
            throw new Refused(new WriterProblem.BadCredentials("The name server refuses the key: "
                    + Rcode.TSIGstring(error).toUpperCase(Locale.ROOT) + "."));
        boolean refusesUnsigned = answer.getRcode() == Rcode.REFUSED || answer.getRcode() == Rcode.NOTAUTH;
        if (!answer.isVerified() && !refusesUnsigned)
            throw RemoteApi.nonsense("an answer that is not signed with the key");
        return answer;
    }

    private static Refused refusal(Message answer) {
        String said = "The name server says " + Rcode.string(answer.getRcode()) + ".";
        return new Refused(
                switch (answer.getRcode()) {
                    // RFC 2136 §2.2: what was expected is not so
                    case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.YXDOMAIN ->
                        new WriterProblem.ZoneChanged();
                    case Rcode.REFUSED, Rcode.NOTAUTH -> new WriterProblem.NotPermitted(said);
                    case Rcode.SERVFAIL -> new WriterProblem.Unreachable(said);
                    default -> new WriterProblem.Rejected(said);
                });
    }

    private static Name dns(DomainName name) {
        try {
            return Name.fromString(name.ascii() + ".");
        } catch (TextParseException impossible) {
            throw new IllegalStateException(impossible); // a DomainName is one
        }
    }
}
