package dev.pennypost.accounts;

import dev.pennypost.net.OutboundHttp;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/// What accounts find around them.
///
/// @param site where the dashboard is
/// @param mail sends invitations; empty where nobody set up an address for that
/// @param teamUse whether a team may go
/// @param http asks the OpenID provider
public record Surroundings(
        AccountsConfig config,
        OidcConfig oidc,
        Site site,
        Optional<AccountMail> mail,
        OutboundHttp http,
        TeamUse teamUse,
        SecureRandom random,
        InstantSource clock) {}
