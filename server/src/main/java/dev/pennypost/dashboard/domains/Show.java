package dev.pennypost.dashboard.domains;

import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.DomainStatus;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which domains of a team a list shows.
enum Show {
    ALL("All", EnumSet.allOf(DomainStatus.class), null),
    VERIFIED("Verified", EnumSet.of(DomainStatus.VERIFIED), false),
    WAITING(
            "Waiting for records",
            EnumSet.of(DomainStatus.NOT_STARTED, DomainStatus.PENDING, DomainStatus.PARTIALLY_VERIFIED),
            false),
    TROUBLED(
            "In trouble",
            EnumSet.of(DomainStatus.TEMPORARY_FAILURE, DomainStatus.PARTIALLY_FAILED, DomainStatus.FAILED),
            false),
    SUSPENDED("Suspended", EnumSet.allOf(DomainStatus.class), true);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type does not say
    private final Set<DomainStatus> statuses;

    private final @Nullable Boolean suspended;

    Show(String title, Set<DomainStatus> statuses, @Nullable Boolean suspended) {
        this.title = title;
        this.statuses = Collections.unmodifiableSet(statuses);
        this.suspended = suspended;
    }

    static Show of(String code) {
        return Arrays.stream(values())
                .filter(show -> show.code().equals(code))
                .findFirst()
                .orElse(ALL);
    }

    String title() {
        return title;
    }

    /// As it stands in addresses.
    String code() {
        return this == ALL ? "" : name().toLowerCase(Locale.ROOT);
    }

    DomainFilter filter(String name) {
        return new DomainFilter(statuses, suspended, name);
    }
}
