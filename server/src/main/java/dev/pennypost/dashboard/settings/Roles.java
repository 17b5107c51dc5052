package dev.pennypost.dashboard.settings;

import dev.pennypost.accounts.Role;

/// What roles are called, and what they mean.
final class Roles {
    private Roles() {}

    static String word(Role role) {
        return switch (role) {
            case OWNER -> "Owner";
            case ADMIN -> "Admin";
            case DEVELOPER -> "Developer";
            case VIEWER -> "Viewer";
        };
    }

    static String meaning(Role role) {
        return switch (role) {
            case OWNER -> "everything, also other owners";
            case ADMIN -> "everything but owners";
            case DEVELOPER -> "sending, domains, keys, webhooks, templates";
            case VIEWER -> "looking";
        };
    }
}
