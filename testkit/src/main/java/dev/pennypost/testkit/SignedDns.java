package dev.pennypost.testkit;

import dev.pennypost.mail.dns.TrustAnchors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// An internet of zones that are signed or not, below a signed root, behind a resolver that validates nothing
/// and hands on signatures to those who ask for them. Over UDP, on loopback. May be changed while it is asked.
public final class SignedDns implements AutoCloseable {
    private static final long TTL = 600;
    private static final Duration VALID = Duration.ofDays(7);
    private static final int ZONE_KEY = 0x101;
    private static final int MAX_HOPS = 8;

    private final InstantSource clock;
    private final DatagramSocket socket;
    private final Map<Name, SignedZone> zones = new LinkedHashMap<>();
    private final Set<Name> forged = new HashSet<>();
    private final Set<Name> stripped = new HashSet<>();

    /// How a zone is signed.
    public enum Signed {
        ECDSA("EC", 13),
        ED25519("Ed25519", 15),
        NOT("", 0);

        private final String kind;
        private final int algorithm;

        Signed(String kind, int algorithm) {
            this.kind = kind;
            this.algorithm = algorithm;
        }

        private KeyPair keys() {
            try {
                var generator = KeyPairGenerator.getInstance(kind);
                if (this == ECDSA) generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /// @param clock when signatures are made
    public SignedDns(InstantSource clock) {
        this.clock = clock;
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        zone(".", Signed.ECDSA, "");
        Thread.ofVirtual().name("signed-dns").start(this::serve);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// What vouches for the root.
    public synchronized TrustAnchors anchors() {
        return TrustAnchors.parse(zone(Name.root).ds() + "\n");
    }

    /// Adds a zone below those there are, which then delegate to it.
    ///
    /// @param text a master file without SOA and NS
    public SignedDns zone(String origin, Signed how, String text) {
        return zone(name(origin), how, text);
    }

    private synchronized SignedDns zone(Name origin, Signed how, String text) {
        var zone = new SignedZone(origin, how);
        zone.add(new SOARecord(origin, DClass.IN, TTL, name("ns.host"), name("me.host"), 1, 3600, 600, 86_400, TTL));
        zone.add(new NSRecord(origin, DClass.IN, TTL, name("ns.host")));
        try (var file = new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), origin, TTL)) {
            for (Record record = file.nextRecord(); record != null; record = file.nextRecord()) zone.add(record);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        if (!origin.equals(Name.root)) {
            SignedZone parent = zone(new Name(origin, 1));
            parent.add(new NSRecord(origin, DClass.IN, TTL, name("ns.host")));
            if (zone.keys != null) parent.add(zone.ds());
        }
        zones.put(origin, zone);
        return this;
    }

    /// Somebody on the way changes what is said about this name and cannot sign it.
    public synchronized SignedDns forges(String name) {
        forged.add(name(name));
        return this;
    }

    /// Somebody on the way takes the signatures off what is said about this name.
    public synchronized SignedDns strips(String name) {
        stripped.add(name(name));
        return this;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] reply = answer(new Message(Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized Message answer(Message query) {
        Record question = query.getQuestion();
        OPTRecord options = query.getOPT();
        boolean signatures = options != null && (options.getFlags() & ExtendedFlags.DO) != 0;
        var reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.setFlag(Flags.RD);
        reply.addRecord(question, Section.QUESTION);
        new Answering(reply, signatures).find(question.getName(), question.getType());
        if (options != null)
            reply.addRecord(new OPTRecord(1232, 0, 0, signatures ? ExtendedFlags.DO : 0), Section.ADDITIONAL);
        return reply;
    }

    private final class Answering {
        private final Message reply;
        private final boolean signatures;

        Answering(Message reply, boolean signatures) {
            this.reply = reply;
            this.signatures = signatures;
        }

        void find(Name asked, int type) {
            Name at = asked;
            for (int hops = 0; hops < MAX_HOPS; hops++) {
                // RFC 4035 §3.1.4.1: DS stands on the parent's side.
                SignedZone zone = zone(type == Type.DS && !at.equals(Name.root) ? new Name(at, 1) : at);
                Map<Integer, RRset> here = zone.names.get(at);
                if (here != null && here.containsKey(type)) {
                    add(zone, here.get(type), Section.ANSWER);
                    return;
                }
                if (here == null || !here.containsKey(Type.CNAME)) {
                    negative(zone, at);
                    return;
                }
                add(zone, here.get(Type.CNAME), Section.ANSWER);
                at = ((CNAMERecord) here.get(Type.CNAME).first()).getTarget();
            }
        }

        private void negative(SignedZone zone, Name name) {
            boolean exists = zone.names.keySet().stream().anyMatch(known -> known.subdomain(name));
            if (!exists) reply.getHeader().setRcode(Rcode.NXDOMAIN);
            add(zone, zone.set(zone.origin, Type.SOA), Section.AUTHORITY);
            if (!signatures || zone.keys == null) return;
            add(zone, zone.nsec(name), Section.AUTHORITY);
            if (exists) return;
            Name encloser = name;
            while (!zone.contains(encloser)) encloser = new Name(encloser, 1);
            RRset wildcard = zone.nsec(child("*", encloser));
            if (!wildcard.getName().equals(zone.nsec(name).getName())) add(zone, wildcard, Section.AUTHORITY);
        }

        private void add(SignedZone zone, RRset set, int section) {
            set.rrs(false).forEach(record -> reply.addRecord(record, section));
            boolean delegation = set.getType() == Type.NS && !set.getName().equals(zone.origin);
            if (!signatures || zone.keys == null || delegation || stripped.contains(set.getName())) return;
            reply.addRecord(zone.signature(set, forged.contains(set.getName())), section);
        }
    }

    private SignedZone zone(Name name) {
        return zones.values().stream()
                .filter(zone -> name.subdomain(zone.origin))
                .max(Comparator.comparingInt(zone -> zone.origin.labels()))
                .orElseThrow();
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (IOException bad) {
            throw new IllegalArgumentException(bad);
        }
    }

    private static Name child(String label, Name parent) {
        try {
            return Name.fromString(label, parent);
        } catch (IOException bad) {
            throw new IllegalArgumentException(bad);
        }
    }

    private final class SignedZone {
        final Name origin;
        final TreeMap<Name, Map<Integer, RRset>> names = new TreeMap<>();
        final @Nullable KeyPair keys;
        private final @Nullable DNSKEYRecord key;

        SignedZone(Name origin, Signed how) {
            this.origin = origin;
            this.keys = how == Signed.NOT ? null : how.keys();
            this.key = keys == null ? null : key(how, keys);
            if (key != null) add(key);
        }

        private DNSKEYRecord key(Signed how, KeyPair pair) {
            try {
                return new DNSKEYRecord(origin, DClass.IN, TTL, ZONE_KEY, 3, how.algorithm, pair.getPublic());
            } catch (DNSSEC.DNSSECException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        void add(Record record) {
            names.computeIfAbsent(record.getName(), _ -> new TreeMap<>())
                    .computeIfAbsent(record.getType(), _ -> new RRset())
                    .addRR(record);
        }

        DSRecord ds() {
            return new DSRecord(origin, DClass.IN, TTL, DNSSEC.Digest.SHA256, key);
        }

        boolean contains(Name name) {
            return names.keySet().stream().anyMatch(known -> known.subdomain(name));
        }

        RRset set(Name name, int type) {
            return Objects.requireNonNull(
                    Objects.requireNonNull(names.get(name)).get(type));
        }

        /// The record that tells what is at a name, or that nothing is between two others (RFC 4034 §4).
        RRset nsec(Name name) {
            Name owner = names.floorKey(name);
            Name next = names.higherKey(owner);
            int[] types = IntStream.concat(
                            Objects.requireNonNull(names.get(owner)).keySet().stream()
                                    .mapToInt(Integer::intValue),
                            IntStream.of(Type.NSEC, Type.RRSIG))
                    .sorted()
                    .toArray();
            return new RRset(new NSECRecord(owner, DClass.IN, TTL, next == null ? origin : next, types));
        }

        RRSIGRecord signature(RRset set, boolean broken) {
            Instant now = clock.instant();
            var signed = new RRset(set.first());
            if (!broken) set.rrs(false).stream().skip(1).forEach(signed::addRR);
            RRset over = broken ? other(set) : signed;
            try {
                return DNSSEC.sign(
                        over,
                        key,
                        Objects.requireNonNull(keys).getPrivate(),
                        now.minus(Duration.ofHours(1)),
                        now.plus(VALID));
            } catch (DNSSEC.DNSSECException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /// A set of the same name and type that says something else.
        private RRset other(RRset set) {
            byte[] data = set.first().rdataToWireCanonical();
            data[data.length - 1] ^= 1;
            return new RRset(
                    Record.newRecord(set.getName(), set.getType(), set.getDClass(), set.getTTL(), data.length, data));
        }
    }
}
