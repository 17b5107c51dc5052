package dev.pennypost;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Person;
import dev.pennypost.cli.Launcher;
import dev.pennypost.cli.NewAccount;
import dev.pennypost.cli.NewKey;
import dev.pennypost.cli.Ready;
import dev.pennypost.cli.Sandbox;
import dev.pennypost.cli.Serving;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.dns.Resolvers;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.diagnosis.DnsExaminer;
import dev.pennypost.domains.diagnosis.Surveyor;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.MasterKey;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Storage;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import dev.pennypost.teams.Teams;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the command line starts.
final class Launch implements Launcher {
    @Override
    public Serving serve(Settings settings) {
        var app = App.start(settings, TestAddresses.of(settings.delivery()), _ -> Extras.NONE);
        SetupFile.keep(settings.dataDir(), app.accounts(), apiUrl(settings, app));
        var ready = new Ready(
                apiUrl(settings, app),
                apiUrl(settings, app) + "/",
                app.submissionUrls().stream().findFirst().orElse(null),
                null,
                null,
                null);
        return serving(app, ready);
    }

    @Override
    public Serving dev(Settings settings, Sandbox sandbox) {
        return DevServer.start(settings, sandbox);
    }

    @Override
    public String createKey(Settings settings, NewKey key) {
        var clock = InstantSource.system();
        return withDatabase(settings, clock, database -> createKey(database, key, clock));
    }

    @Override
    public TeamLimits limitTeam(Settings settings, @Nullable TeamId team, UnaryOperator<TeamLimits> change) {
        var clock = InstantSource.system();
        return withDatabase(settings, clock, database -> {
            var teams = new Teams(database, clock);
            var id = team == null ? teams.first() : team;
            var limits = change.apply(teams.limits(id));
            if (!teams.limit(id, limits)) throw new CannotStart("there is no team " + id);
            return limits;
        });
    }

    @Override
    public Optional<String> contactTeam(
            Settings settings, @Nullable TeamId team, UnaryOperator<Optional<String>> change) {
        var clock = InstantSource.system();
        return withDatabase(settings, clock, database -> {
            var teams = new Teams(database, clock);
            var id = team == null ? teams.first() : team;
            var contact = change.apply(teams.contact(id));
            if (!teams.contact(id, contact.orElse(null))) throw new CannotStart("there is no team " + id);
            return contact;
        });
    }

    @Override
    public Optional<AccountProblem> createAccount(Settings settings, NewAccount account) {
        return withAccounts(settings, (accounts, teams) -> {
            var team = account.team() == null ? teams.first() : account.team();
            var usual = accounts.isEmpty() ? dev.pennypost.accounts.Role.OWNER : dev.pennypost.accounts.Role.DEVELOPER;
            var role = Objects.requireNonNullElse(account.role(), usual);
            if (accounts.isEmpty() && role != dev.pennypost.accounts.Role.OWNER)
                return Optional.of(new AccountProblem.LastOwner());
            return accounts.create(account.person(), team, role) instanceof AccountResult.Refused<Person>(var problem)
                    ? Optional.of(problem)
                    : Optional.empty();
        });
    }

    @Override
    public Optional<AccountProblem> resetPassword(Settings settings, String email, Secret password) {
        return withAccounts(settings, (accounts, _) -> accounts.setPassword(email, password));
    }

    @Override
    public List<Accounts.Entry> accounts(Settings settings) {
        return withAccounts(settings, (accounts, _) -> accounts.all());
    }

    @Override
    public <T> T withAccounts(Settings settings, Function<Accounts, T> work) {
        return withAccounts(settings, (accounts, _) -> work.apply(accounts));
    }

    /// People are dealt with here as in a server that sends no mail.
    private static <T> T withAccounts(Settings settings, BiFunction<Accounts, Teams, T> work) {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        return withDatabase(settings, clock, database -> {
            byte[] masterKey = MasterKey.load(settings.secrets(), settings.dataDir(), random);
            var teams = new Teams(database, clock);
            var around = new dev.pennypost.accounts.Surroundings(
                    settings.accounts(),
                    settings.oidc(),
                    App.site(() -> URI.create("http://" + settings.http().listen())),
                    Optional.empty(),
                    App.outside(),
                    App::isInUse,
                    random,
                    clock);
            return work.apply(
                    new Accounts(database, teams, new SecretBox(masterKey, random), masterKey, around), teams);
        });
    }

    /// Works beside a running server, whose embedded database it joins, and without one.
    private static <T> T withDatabase(Settings settings, InstantSource clock, Function<Database, T> work) {
        var running = Storage.attach(settings.storage(), settings.dataDir(), clock);
        if (running.isPresent()) {
            try (Database database = running.get()) {
                return work.apply(database);
            }
        }
        try (var storage = Storage.open(settings.storage(), settings.dataDir(), clock)) {
            return work.apply(storage.database());
        }
    }

    @Override
    public HostPort operatorsOf(Settings settings) {
        return AdminFile.read(settings);
    }

    @Override
    public Surveyor surveyor(Settings settings) {
        var clock = InstantSource.system();
        Function<DomainName, Optional<DomainName>> registrable =
                name -> PublicSuffixList.bundled().registrableDomain(name);
        var examiner = new DnsExaminer(
                ServerAccess.of(settings.dns(), new SecureRandom()),
                registrable,
                servers -> Providers.bundled().of(servers).map(Provider::name),
                settings.domains().sendingAddresses(),
                clock);
        return new Surveyor(examiner, Resolvers.of(settings.dns(), clock).caching(), registrable);
    }

    private static String createKey(Database database, NewKey key, InstantSource clock) {
        var team = new Teams(database, clock).first();
        return new Keys(database, new SecureRandom(), clock)
                .create(team, key.name(), key.permission(), key.domain())
                .token()
                .reveal();
    }

    static Serving serving(AutoCloseable app, Ready ready) {
        return new Serving() {
            @Override
            public Ready ready() {
                return ready;
            }

            @Override
            public void close() {
                try {
                    app.close();
                } catch (Exception failed) {
                    throw new IllegalStateException("did not close", failed);
                }
            }
        };
    }

    static String apiUrl(Settings settings, App app) {
        if (!settings.http().publicUrl().isEmpty()) return settings.http().publicUrl();
        return "http://" + new HostPort(settings.http().listen().host(), app.httpPort());
    }
}
