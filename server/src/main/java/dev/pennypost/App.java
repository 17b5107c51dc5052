package dev.pennypost;

import dev.pennypost.accounts.AccountMail;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Site;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.dashboard.entrance.EntrancePages;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.domains.Domains;
import dev.pennypost.emails.AccountLetters;
import dev.pennypost.jobs.Loop;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A running server: storage, features and doors, in the order they need each other. Closing goes backwards.
final class App implements AutoCloseable {
    private final Ground ground;
    private final TeamFeatures teams;
    private final DomainFeatures domains;
    private final MailFeatures mail;
    private final EventFeatures events;
    private final Accounts accounts;
    private final Doors doors;
    private final Features features;

    /// Starts everything; what has started is closed again when something fails.
    ///
    /// @param extras what there is beyond the product, made of its features
    /// @param tests recipients that stand for what becomes of an email
    static App start(Settings settings, TestAddresses tests, Function<Features, Extras> extras) {
        var running = new Running();
        try {
            var crypto = CryptoProvider.installing();
            var app = new App(Ground.of(settings, running), tests);
            crypto.join();
            app.startFeatures();
            app.doors.open(extras.apply(app.features));
            return app;
        } catch (RuntimeException | Error failed) {
            running.close();
            throw failed;
        }
    }

    private App(Ground ground, TestAddresses tests) {
        this.ground = ground;
        teams = new TeamFeatures(ground);
        domains = new DomainFeatures(ground);
        mail = new MailFeatures(ground, teams, domains, tests);
        events = new EventFeatures(ground, teams, mail);
        accounts = newAccounts();
        doors = new Doors(ground, teams, domains, mail, events, accounts);
        features = new Features(
                teams.teams.first(),
                teams.keys,
                teams.rateLimit,
                domains.domains,
                domains.delegated,
                mail.emails,
                events.webhooks);
    }

    private void startFeatures() {
        mail.start(ground, teams);
        teams.start(ground);
        domains.start(ground);
        for (Loop loop : accounts.loops()) ground.start(loop);
        events.start(ground);
    }

    private Accounts newAccounts() {
        return new Accounts(
                ground.database(),
                teams.teams,
                ground.secrets(),
                ground.masterKey(),
                new dev.pennypost.accounts.Surroundings(
                        ground.settings().accounts(),
                        ground.settings().oidc(),
                        site(ground.settings().http()),
                        accountMail(),
                        outside(),
                        App::isInUse,
                        ground.random(),
                        ground.clock()));
    }

    private Optional<AccountMail> accountMail() {
        String from = ground.settings().accounts().mailFrom();
        if (from.isEmpty()) return Optional.empty();
        try {
            return Optional.of(
                    new AccountLetters(mail.emails, teams.teams.first(), Address.parse(from), ground.clock()));
        } catch (BadAddress bad) {
            throw new CannotStart("accounts.mail-from is no address: " + bad.getMessage());
        }
    }

    /// Whether anything could still be sent in a team's name.
    static boolean isInUse(Transaction tx, TeamId team) {
        return Domains.hasAny(tx, team) || Keys.hasAny(tx, team);
    }

    /// The dashboard's own pages, as links in mail and authenticators name them.
    private Site site(HttpConfig config) {
        return site(() -> URI.create(
                config.publicUrl().isEmpty()
                        ? "http://" + new HostPort(config.listen().host(), httpPort())
                        : config.publicUrl()));
    }

    static Site site(Supplier<URI> base) {
        return new Site(base, EntrancePages::invitation, EntrancePages::reset, EntrancePages.OIDC);
    }

    /// Asks servers that the operator named, wherever they are.
    static OutboundHttp outside() {
        return Ground.http(AddressPolicy.allowingPrivate(true));
    }

    Features features() {
        return features;
    }

    /// The people who sign in.
    Accounts accounts() {
        return accounts;
    }

    /// Tells pages where mail programs hand in messages, when that is not a door of this server's own.
    void submittedAt(String url) {
        doors.submittedAt(url);
    }

    /// Where the API listens; the port that was set while this process does not serve it.
    int httpPort() {
        return doors.httpPort();
    }

    /// Where mail programs hand in messages.
    List<String> submissionUrls() {
        return doors.submissionUrls();
    }

    /// Where other servers bring bounces.
    List<HostPort> returnPathAddresses() {
        return doors.returnPathAddresses();
    }

    @Override
    public void close() {
        ground.running().close();
    }
}
