package dev.pennypost.upstreams;

import dev.pennypost.audit.Action;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.upstreams.UpstreamResult.Done;
import dev.pennypost.upstreams.UpstreamResult.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Organisations' accounts at an upstream service: storing the key of one, and managing one domain there.
///
/// Adding a domain is two short transactions around the upstream's: the first holds the organisation's one place for
/// it, the second writes what the upstream answered. When the process dies in between, the place is free again after
/// two minutes; the upstream has the domain by then, and adding the same name takes it over.
public final class Upstreams {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,512}");
    private static final int LONGEST_URL = 2048;
    /// Longer than all the calls that adding a domain makes when each of them is as slow as it may be.
    private static final int CALLS = 8;

    private final Database database;
    private final SecretBox secrets;
    private final UpstreamsConfig config;
    private final InstantSource clock;
    private final OutboundHttp http;
    private final Duration timeout;
    private final UpstreamStore store = new UpstreamStore();

    public Upstreams(
            Database database, SecretBox secrets, HostLookup lookup, UpstreamsConfig config, InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
        this.timeout = Duration.ofSeconds(config.timeoutSeconds());
        this.http =
                new OutboundHttp(lookup, AddressPolicy.allowingPrivate(config.privateAddresses()), (SSLSocketFactory)
                        SSLSocketFactory.getDefault());
    }

    /// Stores the key, in the place of an older one. It is never shown again, and not tried out either.
    ///
    /// @param url where the service answers; null for the operator's default
    public UpstreamResult<UpstreamKey> putKey(TeamId team, String key, @Nullable String url) {
        return answering(() -> {
            if (!KEY.matcher(key).matches()) throw new UpstreamFailure(new UpstreamProblem.BadKey());
            var stored = new UpstreamKey(baseUrl(url == null ? config.url() : url), now());
            byte[] sealed = secrets.seal(key.getBytes(StandardCharsets.US_ASCII), context(team));
            database.useTransaction(tx -> {
                var before =
                        store.key(tx, team).map(UpstreamStore.SealedKey::key).orElse(null);
                store.putKey(tx, team, stored, sealed);
                UpstreamTrail.keyStored(tx, team, before, stored);
            });
            return stored;
        });
    }

    public Optional<UpstreamKey> key(TeamId team) {
        return database.inTransaction(tx -> store.key(tx, team)).map(UpstreamStore.SealedKey::key);
    }

    /// Forgets the key; says whether there was one. The domain stays as it was last heard of.
    public boolean removeKey(TeamId team) {
        return database.inTransaction(tx -> {
            var before = store.key(tx, team);
            boolean deleted = store.deleteKey(tx, team);
            if (deleted) before.ifPresent(kept -> UpstreamTrail.keyDeleted(tx, team, kept.key()));
            return deleted;
        });
    }

    /// The organisation's domain as the upstream last told of it. Asks nobody.
    public Optional<UpstreamDomain> domain(TeamId team) {
        return database.inTransaction(tx -> store.domain(tx, team));
    }

    /// Adds a domain at the upstream. One that the account has already is taken over as it is.
    public UpstreamResult<UpstreamDomain> add(TeamId team, String text) {
        return answering(() -> {
            var name = name(text);
            var upstream = upstream(team);
            UUID id = hold(team, name);
            try {
                return settle(
                        team,
                        addOrFind(upstream, id, name),
                        (tx, added) -> UpstreamTrail.domain(tx, team, Action.UPSTREAM_DOMAIN_ADDED, null, added));
            } catch (RuntimeException failed) {
                database.useTransaction(tx -> store.release(tx, team, id));
                throw failed;
            }
        });
    }

    private UUID hold(TeamId team, String name) {
        var now = now();
        UUID id = Ids.next(now);
        boolean held = database.inTransaction(
                tx -> store.hold(tx, team, id, name, now, now.plus(timeout.multipliedBy(CALLS))));
        if (!held) throw new UpstreamFailure(new UpstreamProblem.AlreadyConfigured(occupant(team)));
        return id;
    }

    private String occupant(TeamId team) {
        return database.inTransaction(tx -> store.name(tx, team)).orElse("");
    }

    /// Upstreams refuse a name they have. Whose it is shows in the account's own list; what was there before us stays
    /// there after us.
    private UpstreamDomain addOrFind(UpstreamApi upstream, UUID id, String name) {
        try {
            return UpstreamDomain.of(id, true, upstream.add(name), now());
        } catch (UpstreamFailure failed) {
            if (!(failed.problem() instanceof UpstreamProblem.Refused)) throw failed;
            var own = upstream.list().stream()
                    .filter(item -> item.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> failed);
            return UpstreamDomain.of(id, false, upstream.get(own.id()), now());
        }
    }

    /// Takes the domain away from here, and from the upstream if it was added through us.
    public UpstreamResult<UpstreamDomain> remove(TeamId team) {
        return answering(() -> {
            var domain = configured(team);
            if (domain.madeHere()) removeThere(upstream(team), domain);
            database.useTransaction(tx -> {
                store.delete(tx, team, domain.id());
                UpstreamTrail.domain(tx, team, Action.UPSTREAM_DOMAIN_DELETED, domain, null);
            });
            return domain;
        });
    }

    private static void removeThere(UpstreamApi upstream, UpstreamDomain domain) {
        try {
            upstream.remove(domain.upstreamId());
        } catch (UpstreamFailure failed) {
            if (!(failed.problem() instanceof UpstreamProblem.NotAtUpstream)) throw failed;
        }
    }

    /// Every domain of the upstream account.
    public UpstreamResult<UpstreamItems> list(TeamId team) {
        return answering(() -> new UpstreamItems(
                upstream(team).list(),
                domain(team).map(UpstreamDomain::upstreamId).orElse(null)));
    }

    /// Manages this domain of the upstream account from now on, in the place of another.
    public UpstreamResult<UpstreamDomain> select(TeamId team, String upstreamId) {
        return answering(() -> {
            if (!UpstreamAnswer.isId(upstreamId))
                throw new UpstreamFailure(new UpstreamProblem.NotAtUpstream(upstreamId));
            var told = upstream(team).get(upstreamId);
            var now = now();
            var selected = domain(team)
                    .filter(same -> same.upstreamId().equals(told.id()))
                    .map(same -> same.after(told, now))
                    .orElseGet(() -> UpstreamDomain.of(Ids.next(now), false, told, now));
            if (!database.inTransaction(tx -> select(tx, team, selected, now)))
                throw new UpstreamFailure(new UpstreamProblem.AlreadyConfigured(occupant(team)));
            return selected;
        });
    }

    /// Has the upstream look for the domain's records, and returns what it says right after.
    public UpstreamResult<UpstreamDomain> verify(TeamId team) {
        return answering(() -> {
            var domain = configured(team);
            var upstream = upstream(team);
            upstream.verify(domain.upstreamId());
            return settle(
                    team,
                    domain.after(upstream.get(domain.upstreamId()), now()),
                    (tx, asked) -> UpstreamTrail.asked(tx, team, asked));
        });
    }

    /// Asks the upstream how the domain stands.
    public UpstreamResult<UpstreamDomain> refresh(TeamId team) {
        return answering(() -> {
            var domain = configured(team);
            return settle(team, domain.after(upstream(team).get(domain.upstreamId()), now()), (_, _) -> {});
        });
    }

    /// @param note has the audit log told, where it is to be
    private UpstreamDomain settle(TeamId team, UpstreamDomain domain, BiConsumer<Transaction, UpstreamDomain> note) {
        boolean updated = database.inTransaction(tx -> {
            if (!store.update(tx, team, domain)) return false;
            note.accept(tx, domain);
            return true;
        });
        if (!updated) throw new UpstreamFailure(new UpstreamProblem.NoDomain());
        return domain;
    }

    private boolean select(Transaction tx, TeamId team, UpstreamDomain selected, Instant now) {
        var before = store.domain(tx, team).orElse(null);
        if (!store.select(tx, team, selected, now)) return false;
        UpstreamTrail.domain(tx, team, Action.UPSTREAM_DOMAIN_SELECTED, before, selected);
        return true;
    }

    private UpstreamDomain configured(TeamId team) {
        return domain(team).orElseThrow(() -> new UpstreamFailure(new UpstreamProblem.NoDomain()));
    }

    private UpstreamApi upstream(TeamId team) {
        var stored = database.inTransaction(tx -> store.key(tx, team))
                .orElseThrow(() -> new UpstreamFailure(new UpstreamProblem.NoKey()));
        var key = new String(secrets.open(stored.sealed(), context(team)), StandardCharsets.US_ASCII);
        return new UpstreamApi(http, timeout, stored.key().url(), key);
    }

    private static String name(String text) {
        try {
            return DomainName.parse(text).ascii();
        } catch (BadDomainName bad) {
            throw new UpstreamFailure(new UpstreamProblem.BadName(text, bad.why()));
        }
    }

    private URI baseUrl(String text) {
        try {
            String bare = text.strip();
            while (bare.endsWith("/")) bare = bare.substring(0, bare.length() - 1);
            var url = new URI(bare);
            flaw(url, bare).ifPresent(why -> {
                throw new UpstreamFailure(new UpstreamProblem.BadUrl(text, why));
            });
            return url;
        } catch (URISyntaxException notAUrl) {
            throw new UpstreamFailure(new UpstreamProblem.BadUrl(text, "is not a URL"));
        }
    }

    private Optional<String> flaw(URI url, String text) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http");
        if (plain && !config.plainHttp()) return Optional.of("must begin with https://, so that the key stays secret");
        if (!plain && !scheme.equals("https")) return Optional.of("must begin with https://");
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) return Optional.of("names no host");
        if (url.getRawUserInfo() != null) return Optional.of("must not contain a user name or password");
        if (url.getRawQuery() != null || url.getRawFragment() != null)
            return Optional.of("must not have a query or a fragment");
        return text.length() > LONGEST_URL ? Optional.of("is too long") : Optional.empty();
    }

    private static <T> UpstreamResult<T> answering(Supplier<T> work) {
        try {
            return new Done<>(work.get());
        } catch (UpstreamFailure failed) {
            return new Refused<>(failed.problem());
        }
    }

    private static String context(TeamId team) {
        return "upstream-key:" + team;
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
