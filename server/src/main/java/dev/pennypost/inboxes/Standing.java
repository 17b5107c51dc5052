package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How a domain stands, in the four words of those who only want to know whether it can be used.
public enum Standing {
    /// Its records are waited for.
    PENDING,
    /// It works, also while a record that was lost is looked for.
    ACTIVE,
    /// Its team stopped it.
    SUSPENDED,
    /// Its owner has to do something.
    FAILED;

    public static Standing of(DomainSummary domain) {
        return domain.life().suspended() ? SUSPENDED : of(domain.status());
    }

    private static Standing of(DomainStatus status) {
        return switch (status) {
            case NOT_STARTED, PENDING, PARTIALLY_VERIFIED -> PENDING;
            case VERIFIED, TEMPORARY_FAILURE -> ACTIVE;
            case FAILED, PARTIALLY_FAILED -> FAILED;
        };
    }

    /// The domains that stand so.
    DomainFilter filter() {
        var statuses = Arrays.stream(DomainStatus.values())
                .filter(status -> this == SUSPENDED || of(status) == this)
                .collect(Collectors.toSet());
        return new DomainFilter(statuses, this == SUSPENDED);
    }
}
