package dev.pennypost.accounts;

import dev.pennypost.config.Key;
import dev.pennypost.config.Secret;
import java.util.List;

/// Settings of signing in at an OpenID provider.
public record OidcConfig(
        @Key(
                "URL of an OpenID provider that people may sign in at, as it stands in its own `/.well-known/openid-configuration`. Empty: none.")
        String issuer,

        @Key("What the provider calls us.") String clientId,

        @Key("What we prove that with. Empty: only with PKCE, for a client the provider calls public.")
        Secret clientSecret,

        @Key(
                "Domains of email addresses that get an account in the first team when the provider has verified them. Empty: only people who have an account already sign in at the provider.")
        List<String> allowedDomains,

        @Key(value = "Role of those who get an account that way.", or = "viewer")
        Role defaultRole) {
    /// Without a provider.
    public static final OidcConfig OFF = new OidcConfig("", "", new Secret(""), List.of(), Role.VIEWER);

    public OidcConfig {
        allowedDomains = List.copyOf(allowedDomains);
    }

    boolean isOn() {
        return !issuer.isEmpty() && !clientId.isEmpty();
    }
}
