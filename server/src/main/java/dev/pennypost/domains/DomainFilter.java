package dev.pennypost.domains;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which of a team's domains are wanted.
///
/// @param suspended only those that are suspended, or only those that are not; null for both
/// @param name a part of the name, in letters of any script; empty for every name
public record DomainFilter(
        Set<DomainStatus> statuses, @Nullable Boolean suspended, String name) {
    /// Every domain.
    public static final DomainFilter ALL = new DomainFilter(Set.of(DomainStatus.values()), null, "");

    public DomainFilter {
        statuses = Set.copyOf(statuses);
    }

    public DomainFilter(Set<DomainStatus> statuses, @Nullable Boolean suspended) {
        this(statuses, suspended, "");
    }

    /// The part of the name as it is stored (RFC 5891 §4): of a whole label in another script there is an ASCII
    /// form.
    String storedName() {
        String text = name.strip().toLowerCase(Locale.ROOT);
        if (text.chars().allMatch(c -> c < 0x80)) return text;
        try {
            return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return text;
        }
    }
}
