package dev.pennypost.accounts;

import java.util.Optional;

/// An invitation that was made, or made anew.
///
/// @param link to be handed over by whoever invites; empty when it was sent by mail
public record Invited(Invitation invitation, Optional<String> link) {
    @Override
    public String toString() {
        return invitation.toString();
    }
}
