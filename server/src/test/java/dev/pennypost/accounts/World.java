package dev.pennypost.accounts;

import dev.pennypost.config.Secret;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;

/// The feature with a database and a clock of its own, where passwords cost little.
final class World implements AutoCloseable {
    static final Secret PASSWORD = new Secret("correct horse battery");
    static final Client HERE = new Client("192.0.2.1", "Firefox", null);
    static final Client ELSEWHERE = new Client("198.51.100.7", "curl", null);
    static final Argon2 CHEAP = new Argon2(64, 1, 1);
    static final AccountsConfig CONFIG = new AccountsConfig("", Duration.ofHours(12), Duration.ofDays(30), true);

    final FixedClock clock = new FixedClock(Instant.parse("2026-03-01T12:00:00Z"));
    final List<AccountMail.Letter> letters = new CopyOnWriteArrayList<>();
    final Set<TeamId> teamsInUse = ConcurrentHashMap.newKeySet();
    private final byte[] masterKey = new byte[32];
    private final Database.Address address = TestPostgres.freshDatabase();
    final Database database = Database.open(address, 6, clock);
    final Teams teams = new Teams(database, clock);
    final TeamId first = teams.first();
    final Accounts accounts;

    World() {
        this(true, OidcConfig.OFF, "https://post.test");
    }

    World(boolean withMail, OidcConfig oidc, String base) {
        accounts = node(CONFIG, CHEAP, withMail, oidc, base);
    }

    /// Another process on the same database.
    Accounts node(AccountsConfig config, Hashing cost, boolean withMail, OidcConfig oidc, String base) {
        return node(config, cost, withMail ? Optional.of(letters::add) : Optional.empty(), oidc, base);
    }

    /// Another process, which hands its letters to this.
    Accounts node(AccountMail mail) {
        return node(CONFIG, CHEAP, Optional.of(mail), OidcConfig.OFF, "https://post.test");
    }

    private Accounts node(
            AccountsConfig config, Hashing cost, Optional<AccountMail> mail, OidcConfig oidc, String base) {
        var random = new SecureRandom();
        var site = new Site(
                () -> URI.create(base), token -> "/invitation/" + token, token -> "/reset/" + token, "/sign-in/oidc");
        var http = new OutboundHttp(
                (_, _) -> List.of(InetAddress.getLoopbackAddress()), AddressPolicy.LOOPBACK_ONLY, (SSLSocketFactory)
                        SSLSocketFactory.getDefault());
        TeamUse inUse = (_, team) -> teamsInUse.contains(team);
        var around = new Surroundings(config, oidc, site, mail, http, inUse, random, clock);
        return new Accounts(database, teams, new SecretBox(masterKey, random), masterKey, around, cost);
    }

    Accounts node(Hashing cost) {
        return node(CONFIG, cost, true, OidcConfig.OFF, "https://post.test");
    }

    /// A further team, later than the first: ids of one moment are in no order.
    TeamId team(String name) {
        clock.advance(Duration.ofSeconds(1));
        return teams.create(name);
    }

    /// Somebody in the first team, with [#PASSWORD].
    Person person(String email, Role role) {
        return person(email, first, role);
    }

    Person person(String email, TeamId team, Role role) {
        return done(accounts.create(new NewPerson(email, "", PASSWORD), team, role));
    }

    /// A session of whoever has [#PASSWORD].
    Session session(String email) {
        return session(in(accounts.signIn().password(email, PASSWORD, HERE)).token());
    }

    Session session(SessionToken token) {
        return accounts.sessions().find(token.reveal()).orElseThrow();
    }

    static <T> T done(AccountResult<T> result) {
        return switch (result) {
            case AccountResult.Done<T>(var value) -> value;
            case AccountResult.Refused<T>(var problem) -> throw new AssertionError(problem);
        };
    }

    static AccountProblem refused(AccountResult<?> result) {
        if (result instanceof AccountResult.Refused<?>(var problem)) return problem;
        throw new AssertionError(result);
    }

    static SignInResult.SignedIn in(SignInResult result) {
        if (result instanceof SignInResult.SignedIn signedIn) return signedIn;
        throw new AssertionError(result);
    }

    static SignInResult.Refused out(SignInResult result) {
        if (result instanceof SignInResult.Refused refused) return refused;
        throw new AssertionError(result);
    }

    /// Everything that stands in a table, as text.
    String everythingIn(String table) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select coalesce(string_agg(x::text, ' '), '') from " + table + " x")
                .mapTo(String.class)
                .one());
    }

    @Override
    public void close() {
        database.close();
    }
}
