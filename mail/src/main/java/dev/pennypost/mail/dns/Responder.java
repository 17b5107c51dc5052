package dev.pennypost.mail.dns;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// An authoritative server without its sockets: the octets of a query in, those of the response out.
final class Responder {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int SIZE_WITHOUT_EDNS = 512; // RFC 1035 §4.2.1
    private static final int PAYLOAD = 1232; // DNS flag day 2020: passes everywhere without fragments
    private static final int MOST_ZONES = 8;
    private static final int LOWEST_META_TYPE = 128; // RFC 6895 §3.1: 128 to 255 ask for something else than data

    private final ZoneSource zones;

    Responder(ZoneSource zones) {
        this.zones = zones;
    }

    enum Transport {
        UDP,
        TCP
    }

    /// Nothing when the packet deserves no response: it is too short to have an id, or a response itself.
    Optional<byte[]> respond(byte[] packet, Transport transport) {
        Header header;
        try {
            header = new Header(packet);
        } catch (IOException tooShort) {
            return Optional.empty();
        }
        if (header.getFlag(Flags.QR)) return Optional.empty(); // or two servers could talk forever
        if (header.getOpcode() != Opcode.QUERY) return Optional.of(bare(header, Rcode.NOTIMP));
        Message query = parse(packet);
        if (query == null) return Optional.of(bare(header, Rcode.FORMERR));
        return Optional.of(response(query).toWire(limit(query, transport)));
    }

    /// Says nothing but that the answer is too long for UDP. Nothing when the packet deserves no response.
    Optional<byte[]> truncated(byte[] packet) {
        Message query = parse(packet);
        if (query == null || query.getHeader().getFlag(Flags.QR)) return Optional.empty();
        Message response = answer(query, Rcode.NOERROR);
        response.getHeader().setFlag(Flags.TC);
        return Optional.of(response.toWire(limit(query, Transport.UDP)));
    }

    private static @Nullable Message parse(byte[] packet) {
        try {
            return new Message(packet);
        } catch (IOException | RuntimeException broken) {
            return null; // some record types of dnsjava let unchecked exceptions out
        }
    }

    private Message response(Message query) {
        int refusal = refusal(query);
        if (refusal != Rcode.NOERROR) return answer(query, refusal);
        Record question = query.getQuestion();
        try {
            return zone(question.getName(), question.getType())
                    .map(zone -> answer(query, wholeChain(zone, question)))
                    .orElseGet(() -> answer(query, Rcode.REFUSED));
        } catch (RuntimeException broken) {
            LOG.error("No answer for {}", question, broken);
            return answer(query, Rcode.SERVFAIL);
        }
    }

    /// RFC 1034 §4.3.2 step 3a: a CNAME out of a zone goes on in another one, as long as that is ours too.
    private ZoneAnswer wholeChain(Zone first, Record question) {
        ZoneAnswer said = first.answer(question.getName(), question.getType());
        for (int zonesLeft = MOST_ZONES; zonesLeft > 0; zonesLeft--) {
            Optional<Name> outside = said.leadsTo(question.getType());
            if (outside.isEmpty()) return said;
            Optional<Zone> next = zone(outside.get(), question.getType());
            if (next.isEmpty()) return said;
            said = said.then(next.get().answer(outside.get(), question.getType()));
        }
        return said;
    }

    private static int refusal(Message query) {
        if (query.getSection(Section.QUESTION).size() != 1) return Rcode.FORMERR; // RFC 9619 §4
        long edns = query.getSection(Section.ADDITIONAL).stream()
                .filter(OPTRecord.class::isInstance)
                .count();
        if (edns > 1) return Rcode.FORMERR; // RFC 6891 §6.1.1
        if (edns == 1 && query.getOPT().getVersion() > 0) return Rcode.BADVERS; // RFC 6891 §6.1.3
        int type = query.getQuestion().getType();
        if (type == Type.OPT) return Rcode.FORMERR;
        if (type >= LOWEST_META_TYPE && type < Type.ANY) return Rcode.REFUSED; // zone transfers among them
        return query.getQuestion().getDClass() == DClass.IN ? Rcode.NOERROR : Rcode.REFUSED;
    }

    /// Labels in front that we cannot represent do not matter: the zone knows that it has no such name.
    private Optional<Zone> zone(Name name, int type) {
        for (int skip = 0; skip < name.labels() - 1; skip++) {
            Optional<DomainName> representable = Wire.domain(new Name(name, skip));
            if (representable.isPresent()) {
                return zones.zoneOf(representable.get(), type).filter(zone -> name.subdomain(Wire.name(zone.origin())));
            }
        }
        return Optional.empty();
    }

    private static Message answer(Message query, ZoneAnswer found) {
        Message response = answer(query, found.rcode());
        if (found.authoritative()) response.getHeader().setFlag(Flags.AA);
        found.answer().forEach(record -> response.addRecord(record, Section.ANSWER));
        found.authority().forEach(record -> response.addRecord(record, Section.AUTHORITY));
        found.additional().forEach(record -> response.addRecord(record, Section.ADDITIONAL));
        return response;
    }

    private static Message answer(Message query, int rcode) {
        var response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) header.setFlag(Flags.RD);
        header.setRcode(rcode & 0xf);
        if (query.getQuestion() != null) response.addRecord(query.getQuestion(), Section.QUESTION);
        // RFC 6891 §6.1.3: the upper bits of the code travel in the OPT record, which only EDNS queries get.
        if (query.getOPT() != null) response.addRecord(new OPTRecord(PAYLOAD, rcode >> 4, 0), Section.ADDITIONAL);
        return response;
    }

    private static int limit(Message query, Transport transport) {
        if (transport == Transport.TCP) return Message.MAXLENGTH;
        OPTRecord opt = query.getOPT();
        return opt == null ? SIZE_WITHOUT_EDNS : Math.clamp(opt.getPayloadSize(), SIZE_WITHOUT_EDNS, PAYLOAD);
    }

    private static byte[] bare(Header query, int rcode) {
        var header = new Header(query.getID());
        header.setFlag(Flags.QR);
        header.setOpcode(query.getOpcode());
        if (query.getFlag(Flags.RD)) header.setFlag(Flags.RD);
        header.setRcode(rcode);
        return header.toWire();
    }
}
