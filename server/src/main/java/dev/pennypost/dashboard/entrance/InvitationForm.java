package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.Invitation;
import org.jspecify.annotations.Nullable;

/// Joining a team.
///
/// @param path of the invitation's page
/// @param signedInAs the address of whoever is signed in; null for nobody
/// @param csrf of their session; empty for nobody
/// @param name as it was filled in
/// @param problem why it was refused; empty where it was not
record InvitationForm(
        String path, Invitation invitation, @Nullable String signedInAs, String csrf, String name, String problem) {
    @Override
    public String toString() {
        return "InvitationForm[" + invitation + "]";
    }
}
