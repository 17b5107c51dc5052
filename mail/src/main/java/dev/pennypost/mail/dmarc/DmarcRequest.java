package dev.pennypost.mail.dmarc;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a domain owner asks receivers to do with mail that fails (RFC 9989 §4.7, `p=`), from mild to strict.
public enum DmarcRequest {
    NONE,
    QUARANTINE,
    REJECT;

    /// The word in records and in `Authentication-Results`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// One step milder, as `t=y` asks while the owner is testing.
    DmarcRequest milder() {
        return this == REJECT ? QUARANTINE : NONE;
    }

    static Optional<DmarcRequest> parse(String word) {
        return Stream.of(values())
                .filter(request -> request.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
