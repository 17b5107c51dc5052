package dev.pennypost.accounts;

import dev.pennypost.accounts.Registration.Prepared;
import dev.pennypost.accounts.Steps.Kind;
import dev.pennypost.accounts.Steps.Step;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.Facts;
import dev.pennypost.json.Json;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Signing in at an OpenID provider, with a code, PKCE (RFC 7636), a state and a nonce. Somebody the provider sends is
/// who they were the last time (the same issuer and subject), or the one whose address the provider has verified.
final class Oidc {
    private final Database database;
    private final OidcConfig config;
    private final OidcProvider provider;
    private final Steps steps;
    private final Registration registration;
    private final Teams teams;
    private final Site site;
    private final SecureRandom random;
    private final InstantSource clock;
    private final PersonStore people = new PersonStore();
    private final IdentityStore identities = new IdentityStore();

    Oidc(Database database, Teams teams, Steps steps, Registration registration, Surroundings around) {
        this.database = database;
        this.config = around.oidc();
        this.provider = new OidcProvider(around.oidc(), around.http(), around.clock());
        this.steps = steps;
        this.registration = registration;
        this.teams = teams;
        this.site = around.site();
        this.random = around.random();
        this.clock = around.clock();
    }

    boolean isOn() {
        return config.isOn();
    }

    OidcStart start() {
        var begun = new Begun(Tokens.random(random), Tokens.random(random), Tokens.random(random));
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", config.clientId());
        parameters.put("redirect_uri", site.oidcReturn());
        parameters.put("scope", "openid email profile");
        parameters.put("state", begun.state());
        parameters.put("nonce", begun.nonce());
        parameters.put("code_challenge", challenge(begun.verifier()));
        parameters.put("code_challenge_method", "S256");
        try {
            var to = provider.authorization(parameters);
            return new OidcStart.Redirect(steps.begin(Kind.OIDC, null, Json.bytes(begun)), to);
        } catch (OidcFailed failed) {
            return new OidcStart.Refused(failed.problem(), Duration.ZERO);
        }
    }

    /// Who has come back; to be called outside of transactions, because the provider is asked.
    Arrived finish(Ticket ticket, String state, String code) {
        var step = steps.take(ticket, Kind.OIDC);
        if (step.isEmpty()) return new Arrived(null, new SignInProblem.Ended());
        var begun = begun(step.get());
        // whoever's browser was led here with somebody else's code has another state (RFC 6749 §10.12)
        if (!MessageDigest.isEqual(octets(begun.state()), octets(state)))
            return new Arrived(null, new SignInProblem.Ended());
        try {
            return arrived(said(begun, code));
        } catch (OidcFailed failed) {
            return new Arrived(null, failed.problem());
        }
    }

    private Said said(Begun begun, String code) throws OidcFailed {
        var tokens = provider.tokens(code, begun.verifier(), site.oidcReturn());
        var claims = provider.claims(tokens.path("id_token").asString(""), begun.nonce());
        String subject = String.valueOf(claims.getClaimValueAsString("sub"));
        if (claims.hasClaim("email")) return said(subject, claims);
        JsonNode more = provider.userInfo(tokens.path("access_token").asString(""));
        // OpenID Connect Core §5.3.2
        if (!more.path("sub").asString("").equals(subject)) throw new OidcFailed("two answers about different people");
        return new Said(
                subject,
                more.path("email").asString(""),
                more.path("email_verified").asString("").equals("true"),
                more.path("name").asString(""));
    }

    private static Said said(String subject, JwtClaims claims) {
        // some providers write the truth as a text
        return new Said(
                subject, text(claims, "email"), text(claims, "email_verified").equals("true"), text(claims, "name"));
    }

    private static String text(JwtClaims claims, String name) {
        return claims.hasClaim(name) ? String.valueOf(claims.getClaimValue(name)) : "";
    }

    private Arrived arrived(Said said) throws OidcFailed {
        var before = database.inTransaction(tx -> identities.find(tx, config.issuer(), said.subject()));
        if (before.isPresent()) return new Arrived(before.get(), null);
        if (!said.verified()) throw new OidcFailed("the provider has not verified the address");
        try {
            var address = Address.parse(said.email());
            var team = teams.first();
            return database.inTransaction(tx -> linked(tx, said, address)
                    .or(() -> made(tx, said, address, team))
                    .map(person -> new Arrived(person, null))
                    .orElseGet(() -> new Arrived(null, new SignInProblem.NoAccount(address.unicode()))));
        } catch (BadAddress bad) {
            throw new OidcFailed("the provider says no address", bad);
        }
    }

    private Optional<PersonId> linked(Transaction tx, Said said, Address address) {
        boolean taken = registration.isTaken(tx, address);
        if (!taken) return Optional.empty();
        var person = people.find(tx, EmailKey.of(address))
                .map(known -> known.person().id());
        person.ifPresent(id -> link(tx, said, id));
        return person;
    }

    private Optional<PersonId> made(Transaction tx, Said said, Address address, TeamId team) {
        String domain = address.domain().ascii();
        if (config.allowedDomains().stream().noneMatch(domain::equalsIgnoreCase)) return Optional.empty();
        String name = Names.of(said.name()).orElse(address.localPart());
        var person = registration.insert(tx, new Prepared(address, name, null), team, config.defaultRole());
        link(tx, said, person.id());
        return Optional.of(person.id());
    }

    private void link(Transaction tx, Said said, PersonId person) {
        identities.insert(tx, config.issuer(), said.subject(), person, clock.instant());
        var facts = Facts.of("issuer", config.issuer()).and("subject", said.subject());
        AccountTrail.note(tx, Action.PERSON_IDENTITY_LINKED, person, null, facts);
    }

    private static Begun begun(Step step) {
        return Json.MAPPER.readValue(step.secret(), Begun.class);
    }

    /// RFC 7636 §4.2.
    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(verifier));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Somebody, or why nobody.
    record Arrived(@Nullable PersonId person, @Nullable SignInProblem problem) {
        SignInProblem why() {
            return Objects.requireNonNull(problem);
        }
    }

    private record Begun(String state, String nonce, String verifier) {}

    private record Said(String subject, String email, boolean verified, String name) {}
}
