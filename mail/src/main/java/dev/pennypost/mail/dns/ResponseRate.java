package dev.pennypost.mail.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Keeps a server from flooding somebody whose address a stranger put on UDP questions: each network gets so many
/// answers a second. Of what comes above that, every other question is told to come back by TCP, which a forged address
/// cannot, and the rest gets nothing. Takes the same memory however many networks ask; two that share a slot share
/// a limit.
public final class ResponseRate {
    /// No limit.
    public static final ResponseRate UNLIMITED = new ResponseRate(Integer.MAX_VALUE, () -> 0, 0);

    private static final int SLOTS = 1 << 16;
    private static final int IPV4_NETWORK = 3; // octets: a /24
    private static final int IPV6_NETWORK = 7; // a /56

    private final int perSecond;
    private final LongSupplier seconds;
    private final int seed;
    private final AtomicInteger above = new AtomicInteger();
    /// The second in the upper half, the answers in it in the lower.
    private final AtomicLongArray windows = new AtomicLongArray(SLOTS);

    /// What to do with a question.
    enum Verdict {
        ANSWER,
        /// Say that the answer is too long for UDP (RFC 1035 §4.1.1, TC).
        TRUNCATE,
        DROP
    }

    private ResponseRate(int perSecond, LongSupplier seconds, int seed) {
        this.perSecond = perSecond;
        this.seconds = seconds;
        this.seed = seed;
    }

    /// @param perSecond answers that one network gets in one second; 0 for no limit
    /// @param seconds a clock that only goes forward
    /// @param random nobody must be able to tell who shares a slot with whom
    public static ResponseRate of(int perSecond, LongSupplier seconds, RandomGenerator random) {
        return perSecond == 0 ? UNLIMITED : new ResponseRate(perSecond, seconds, random.nextInt());
    }

    Verdict verdict(InetAddress from) {
        if (perSecond == Integer.MAX_VALUE) return Verdict.ANSWER;
        if (count(slot(from)) <= perSecond) return Verdict.ANSWER;
        return (above.incrementAndGet() & 1) == 0 ? Verdict.TRUNCATE : Verdict.DROP;
    }

    private long count(int slot) {
        long second = seconds.getAsLong() & 0x7fff_ffffL;
        long window = windows.updateAndGet(slot, old -> old >>> 32 == second ? old + 1 : second << 32 | 1);
        return window & 0xffff_ffffL;
    }

    private int slot(InetAddress from) {
        byte[] octets = from.getAddress();
        int network = from instanceof Inet4Address ? IPV4_NETWORK : IPV6_NETWORK;
        int hash = seed;
        for (int i = 0; i < network; i++) hash = (hash ^ octets[i]) * 0x0100_0193; // FNV-1a
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
