package dev.pennypost.accounts;

import java.net.URI;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Where people find the dashboard, and those pages of it that links lead to.
///
/// @param base without a slash at its end
/// @param invitation the path for a token of an invitation
/// @param reset the path for a token of a new password
/// @param oidc the path that the OpenID provider sends people back to
public record Site(
        Supplier<URI> base, UnaryOperator<String> invitation, UnaryOperator<String> reset, String oidc) {
    String invitationLink(String token) {
        return base.get() + invitation.apply(token);
    }

    String resetLink(String token) {
        return base.get() + reset.apply(token);
    }

    String oidcReturn() {
        return base.get() + oidc;
    }
}
