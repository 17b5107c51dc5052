package dev.pennypost.dashboard.keys;

import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.ApiKey;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key as pages show it.
///
/// @param domain what it may send from
/// @param expired whether it lets nobody in any more
record KeyView(
        UUID id,
        String name,
        String permission,
        String domain,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        boolean expired) {
    static KeyView of(ApiKey key, Map<DomainId, DomainName> names, Instant now) {
        Instant end = key.expiresAt();
        return new KeyView(
                key.id().value(),
                key.name().isBlank() ? "(no name)" : key.name(),
                permission(key.permission()),
                domain(key, names),
                key.createdAt(),
                key.lastUsedAt(),
                end,
                end != null && !now.isBefore(end));
    }

    private static String permission(Permission permission) {
        return switch (permission) {
            case TEAM_ACCESS -> "Full access and members";
            case FULL_ACCESS -> "Full access";
            case SENDING_ACCESS -> "Sending only";
        };
    }

    private static String domain(ApiKey key, Map<DomainId, DomainName> names) {
        if (key.domain() == null) return "All domains";
        DomainName name = names.get(key.domain());
        return name == null ? "A domain that was removed" : name.unicode();
    }

    String path() {
        return Area.KEYS.path() + "/" + id;
    }

    Tone tone() {
        return expired ? Tone.CALM : Tone.GOOD;
    }

    String status() {
        return expired ? "Expired" : "Good";
    }
}
