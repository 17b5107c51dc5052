package dev.pennypost.accounts;

import java.util.UUID;

/// Identifies an invitation, towards the team. It lets nobody in; the token in the link does.
public record InvitationId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
