package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
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

class ResponderTest {
    private static final DomainName ORIGIN = new DomainName("example.test");

    private final Zones zones = new Zones();
    private final Responder responder = new Responder(zones);

    ResponderTest() {
        zones.put(Zone.parse(ORIGIN, "mail A 192.0.2.1\nlong TXT " + ("\"" + "y".repeat(250) + "\" ").repeat(13)));
    }

    @Test
    void answersWithAuthorityAndTheQuestionAsItWasSpelled() throws Exception {
        Message response = udp(query("MaIl.example.TEST.", Type.A));
        assertThat(response.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(response.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(response.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(response.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(response.getQuestion().getName()).hasToString("MaIl.example.TEST.");
        assertThat(response.getSection(Section.ANSWER)).hasSize(1);
        assertThat(response.getOPT()).isNull();
    }

    @Test
    void followsAnAliasIntoAnotherZoneOfItsOwn() throws Exception {
        zones.put(Zone.parse(new DomainName("other.test"), "host A 192.0.2.9\ngone CNAME nowhere.example.test."));
        zones.put(
                Zone.parse(ORIGIN, "www CNAME host.other.test.\nbad CNAME gone.other.test.\nout CNAME a.example.org."));
        assertThat(udp(query("www.example.test.", Type.A)).getSection(Section.ANSWER))
                .extracting(record -> Type.string(record.getType()))
                .containsExactly("CNAME", "A");
        // RFC 6604 §3
        assertThat(udp(query("bad.example.test.", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(udp(query("out.example.test.", Type.A)).getSection(Section.ANSWER))
                .hasSize(1);
        assertThat(udp(query("www.example.test.", Type.CNAME)).getSection(Section.ANSWER))
                .hasSize(1);
    }

    @Test
    void doesNotGoRoundInCircles() throws Exception {
        zones.put(Zone.parse(new DomainName("other.test"), "a CNAME b.example.test."));
        zones.put(Zone.parse(ORIGIN, "b CNAME a.other.test."));
        assertThat(udp(query("b.example.test.", Type.A)).getSection(Section.ANSWER))
                .hasSize(2);
    }

    @Test
    void refusesNamesOutsideItsZones() throws Exception {
        for (String name : new String[] {"example.org.", "test.", ".", "badexample.test."}) {
            Message response = udp(query(name, Type.A));
            assertThat(response.getRcode()).as(name).isEqualTo(Rcode.REFUSED);
            assertThat(response.getHeader().getFlag(Flags.AA)).isFalse();
        }
    }

    @Test
    void deniesNamesWithOddOctets() throws Exception {
        assertThat(udp(query("a\\032b\\.c.example.test.", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void servesTheMostSpecificZoneAsItIsNow() throws Exception {
        var child = ORIGIN.child("sub");
        assertThat(udp(query("sub.example.test.", Type.TXT)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        zones.put(Zone.at(child).add(child, new DnsRecord.Txt("child")).build());
        assertThat(udp(query("sub.example.test.", Type.TXT)).getSection(Section.ANSWER))
                .hasSize(1);
        assertThat(udp(query("sub.example.test.", Type.DS)).getSection(Section.AUTHORITY))
                .extracting(record -> record.getName().toString())
                .containsExactly("example.test.");
        zones.remove(child);
        assertThat(udp(query("sub.example.test.", Type.TXT)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void cutsOffAt512WithoutEdns() throws Exception {
        Message query = query("long.example.test.", Type.TXT);
        byte[] wire = responder.respond(query.toWire(), Responder.Transport.UDP).orElseThrow();
        assertThat(wire).hasSizeLessThanOrEqualTo(512);
        assertThat(new Message(wire).getHeader().getFlag(Flags.TC)).isTrue();
    }

    @Test
    void cutsOffAtTheSizeOfEdnsAndNeverAbove1232() throws Exception {
        Message query = query("long.example.test.", Type.TXT);
        query.addRecord(new OPTRecord(65_535, 0, 0), Section.ADDITIONAL);
        byte[] wire = responder.respond(query.toWire(), Responder.Transport.UDP).orElseThrow();
        assertThat(wire).hasSizeLessThanOrEqualTo(1232);
        Message response = new Message(wire);
        assertThat(response.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(response.getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void sendsAllOfItOverTcp() throws Exception {
        byte[] wire = responder
                .respond(query("long.example.test.", Type.TXT).toWire(), Responder.Transport.TCP)
                .orElseThrow();
        Message response = new Message(wire);
        assertThat(response.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(wire).hasSizeGreaterThan(3000);
    }

    @Test
    void doesNotKnowOtherOpcodes() throws Exception {
        for (int opcode : new int[] {Opcode.IQUERY, Opcode.STATUS, Opcode.NOTIFY, Opcode.UPDATE, 15}) {
            Message query = query("mail.example.test.", Type.A);
            query.getHeader().setOpcode(opcode);
            Header header = new Header(
                    responder.respond(query.toWire(), Responder.Transport.UDP).orElseThrow());
            assertThat(header.getRcode()).isEqualTo(Rcode.NOTIMP);
            assertThat(header.getOpcode()).isEqualTo(opcode);
            assertThat(header.getID()).isEqualTo(query.getHeader().getID());
        }
    }

    @Test
    void refusesZoneTransfersAndOtherClasses() throws Exception {
        assertThat(udp(query("example.test.", Type.AXFR)).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(udp(query("example.test.", Type.IXFR)).getRcode()).isEqualTo(Rcode.REFUSED);
        var chaos = Message.newQuery(Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CH));
        assertThat(udp(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void answersAnyWithOneSmallRecord() throws Exception {
        assertThat(udp(query("long.example.test.", Type.ANY)).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.HINFO);
    }

    @Test
    void doesNotSpeakLaterVersionsOfEdns() throws Exception {
        Message query = query("mail.example.test.", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message response = udp(query);
        assertThat(response.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(response.getOPT().getVersion()).isZero();
    }

    @Test
    void calls0And2QuestionsAFormatError() throws Exception {
        assertThat(udp(new Message(7)).getRcode()).isEqualTo(Rcode.FORMERR);
        Message two = query("mail.example.test.", Type.A);
        two.addRecord(two.getQuestion(), Section.QUESTION);
        assertThat(udp(two).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void neverAnswersAResponse() throws Exception {
        Message query = query("mail.example.test.", Type.A);
        query.getHeader().setFlag(Flags.QR);
        assertThat(responder.respond(query.toWire(), Responder.Transport.UDP)).isEmpty();
    }

    @Test
    void saysServerFailureWhenItsZonesCannotBeReached() throws Exception {
        var broken = new Responder((_, _) -> {
            throw new IllegalStateException("database away");
        });
        byte[] wire = broken.respond(query("mail.example.test.", Type.A).toWire(), Responder.Transport.UDP)
                .orElseThrow();
        assertThat(new Message(wire).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void survivesRandomPackets() {
        var random = new Random(20_261_121);
        for (int i = 0; i < 10_000; i++) {
            byte[] packet = new byte[random.nextInt(80)];
            random.nextBytes(packet);
            if (packet.length > 2) packet[2] &= 0x07; // a query, so that more than the header is looked at
            assertWellBehaved(packet);
        }
    }

    @Test
    void survivesDamagedQueries() throws Exception {
        var random = new Random(4711);
        Message query = query("mail.example.test.", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        byte[] whole = query.toWire();
        for (int i = 0; i < 10_000; i++) {
            byte[] packet = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--)
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            assertWellBehaved(java.util.Arrays.copyOf(packet, 1 + random.nextInt(packet.length)));
            assertWellBehaved(packet);
        }
    }

    private void assertWellBehaved(byte[] packet) {
        responder.respond(packet, Responder.Transport.UDP).ifPresent(wire -> {
            assertThat(wire).hasSizeBetween(12, 1232).startsWith(packet[0], packet[1]);
            assertThat(wire[2] & 0x80).as("QR").isNotZero();
        });
    }

    private Message udp(Message query) throws Exception {
        return new Message(
                responder.respond(query.toWire(), Responder.Transport.UDP).orElseThrow());
    }

    private static Message query(String name, int type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    }
}
