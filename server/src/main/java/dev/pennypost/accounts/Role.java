package dev.pennypost.accounts;

import static dev.pennypost.accounts.Permission.MANAGE_DOMAINS;
import static dev.pennypost.accounts.Permission.MANAGE_KEYS;
import static dev.pennypost.accounts.Permission.MANAGE_SUPPRESSIONS;
import static dev.pennypost.accounts.Permission.MANAGE_TEMPLATES;
import static dev.pennypost.accounts.Permission.MANAGE_WEBHOOKS;
import static dev.pennypost.accounts.Permission.OPERATE_QUEUE;
import static dev.pennypost.accounts.Permission.READ;
import static dev.pennypost.accounts.Permission.SEND;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What somebody is in a team. The constants stand in order: each may all that those after it may.
public enum Role {
    /// Everything. A team always has one.
    OWNER(EnumSet.allOf(Permission.class)),
    /// Everything but what concerns owners and operators.
    ADMIN(EnumSet.complementOf(EnumSet.of(OPERATE_QUEUE))),
    /// The daily work.
    DEVELOPER(EnumSet.of(
            READ, SEND, MANAGE_DOMAINS, MANAGE_KEYS, MANAGE_WEBHOOKS, MANAGE_TEMPLATES, MANAGE_SUPPRESSIONS)),
    /// Looking.
    VIEWER(EnumSet.of(READ));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type does not say
    private final Set<Permission> permissions;

    Role(EnumSet<Permission> permissions) {
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    /// Whether the role comes with this. In teams that do not operate the installation, nobody may
    /// [Permission#OPERATE_QUEUE]:
    /// ask the [Membership].
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /// Whether somebody with this role may give that one, and take it away.
    public boolean mayGrant(Role other) {
        return may(Permission.MANAGE_MEMBERS) && compareTo(other) <= 0;
    }
}
