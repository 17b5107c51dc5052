package dev.pennypost.storage;

import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Makes UUIDs of version 7 (RFC 9562 §5.7): they sort by the time they were made, so an id is also a cursor.
public final class Ids {
    private static final long NANOS_PER_TICK = 245; // 12 bits of a millisecond
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Ids() {}

    public static UUID next(Instant now) {
        long subMillisecond = (now.get(ChronoField.NANO_OF_SECOND) % 1_000_000) / NANOS_PER_TICK;
        long high = (now.toEpochMilli() << 16) | VERSION_7 | subMillisecond;
        long low = (ThreadLocalRandom.current().nextLong() & 0x3fff_ffff_ffff_ffffL) | VARIANT;
        return new UUID(high, low);
    }

    /// An id that no id made at this time or later precedes: where to begin reading an index by id from a time on.
    public static UUID lowest(Instant time) {
        return new UUID((time.toEpochMilli() << 16) | VERSION_7, VARIANT);
    }

    /// When an id was made, to the millisecond (RFC 9562 §5.7).
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
