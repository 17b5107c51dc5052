package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import java.util.EnumSet;
import java.util.Set;

/// How a domain stands, in the four words of those who only want to know whether it can be used.
public enum Standing {
    /// Its records are waited for.
    PENDING(EnumSet.of(DomainStatus.NOT_STARTED, DomainStatus.PENDING, DomainStatus.PARTIALLY_VERIFIED)),
    /// It works, also while a record that was lost is looked for.
    ACTIVE(EnumSet.of(DomainStatus.VERIFIED, DomainStatus.TEMPORARY_FAILURE)),
    /// Its team stopped it.
    SUSPENDED(EnumSet.allOf(DomainStatus.class)),
    /// Its owner has to do something.
    FAILED(EnumSet.of(DomainStatus.FAILED, DomainStatus.PARTIALLY_FAILED));

    private final Set<DomainStatus> statuses;

    Standing(Set<DomainStatus> statuses) {
        this.statuses = statuses;
    }

    public static Standing of(DomainSummary domain) {
        if (domain.life().suspended()) return SUSPENDED;
        return switch (domain.status()) {
            case NOT_STARTED, PENDING, PARTIALLY_VERIFIED -> PENDING;
            case VERIFIED, TEMPORARY_FAILURE -> ACTIVE;
            case FAILED, PARTIALLY_FAILED -> FAILED;
        };
    }

    DomainFilter filter() {
        return new DomainFilter(statuses, this == SUSPENDED);
    }
}
