package dev.pennypost.webhooks;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.Facts;
import dev.pennypost.config.Secret;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TeamsThatListen;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.ChangeResult.Changed;
import dev.pennypost.webhooks.ChangeResult.NoSuchWebhook;
import dev.pennypost.webhooks.CreateResult.Created;
import dev.pennypost.webhooks.CreateResult.Refused;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import dev.pennypost.webhooks.WebhookMessage.Summary;
import dev.pennypost.webhooks.WebhookProblem.BadEndpoint;
import dev.pennypost.webhooks.WebhookProblem.NoEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Customers' webhook endpoints: creating, changing and removing them, and telling them of events. An endpoint
/// hears of what is published after it was created; each message is signed and tried eight times over 27.5
/// hours. One that is gone, or fails for days, is disabled; what it misses then is kept, and can be sent again
/// like everything else.
public final class Webhooks implements AutoCloseable {
    /// How long deliveries are signed with the old secret too, after a rotation (contract §21).
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final Database database;
    private final SecretBox secrets;
    private final WebhooksConfig config;
    private final Surroundings surroundings;
    private final TeamsThatListen subscribers;
    private final MessageDays days;
    private final Delivery delivery;
    private final Replays replays;
    private final Upkeep upkeep;
    private final FanOut fanOut;
    private final WebhookStore store = new WebhookStore();
    private final MessageStore messages = new MessageStore();
    private final OrderStore order = new OrderStore();

    public Webhooks(
            Database database,
            SecretBox secrets,
            WebhookSpelling spelling,
            WebhooksConfig config,
            Surroundings surroundings,
            Notices notices) {
        this(database, secrets, spelling, config, surroundings, notices, _ -> {});
    }

    /// @param settled hears of every attempt once it is settled
    Webhooks(
            Database database,
            SecretBox secrets,
            WebhookSpelling spelling,
            WebhooksConfig config,
            Surroundings surroundings,
            Notices notices,
            Consumer<Attempt> settled) {
        this.database = database;
        this.secrets = secrets;
        this.config = config;
        this.surroundings = surroundings;
        var clock = surroundings.clock();
        var timeout = Duration.ofSeconds(config.timeoutSeconds());
        var http = OutboundHttp.keepingConnections(
                surroundings.lookup(),
                AddressPolicy.allowingPrivate(config.privateAddresses()),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                Places.MOST_EACH,
                Places.ALL);
        var sender = new Sender(http, secrets, timeout, clock);
        var schedule = new RetrySchedule(surroundings.random());
        var health = new Health(Duration.ofDays(config.disableAfterDays()));
        this.days = new MessageDays(database, config.keepDays(), clock);
        this.upkeep = new Upkeep(database, days, notices, clock);
        Consumer<WebhookDisabled> disabled = event -> {
            notices.disabled(event);
            upkeep.wake();
        };
        this.delivery =
                new Delivery(database, days, sender, schedule, health, disabled, timeout, surroundings, settled);
        this.replays = new Replays(database, days, clock, this::wakeSenders);
        Supplier<Instant> keptSince = () -> clock.instant().minus(Duration.ofDays(config.keepDays()));
        this.subscribers =
                new TeamsThatListen(database, "webhook-subscribers", tx -> store.teamsThatListen(tx, keptSince.get()));
        this.fanOut = new FanOut(subscribers, days, spelling, keptSince, clock, delivery);
    }

    /// Starts listening and delivering.
    public Webhooks start() {
        days.start();
        subscribers.start();
        delivery.start();
        replays.start();
        upkeep.start();
        return this;
    }

    /// Breaks off the attempts in progress; they are made again after the next start, or by another node.
    @Override
    public void close() {
        upkeep.close();
        replays.close();
        delivery.close();
        subscribers.close();
        days.close();
    }

    /// What the outbox tells of events.
    public EventListener listener() {
        return fanOut;
    }

    /// Creates an endpoint with a secret of its own.
    public CreateResult create(TeamId team, NewWebhook wish) {
        var problem = problem(wish.endpoint(), wish.events());
        if (problem.isPresent()) return new Refused(problem.get());
        var created = insert(team, wish);
        subscribers.refresh();
        return new Created(created);
    }

    public Optional<SignedWebhook> get(TeamId team, WebhookId id) {
        return database.inTransaction(tx -> store.get(tx, team, id)).map(this::open);
    }

    /// One page, newest first; empty when the cursor is not one of the team's webhooks.
    public Optional<Page<Webhook>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    /// How those of these endpoints are doing that the team has.
    public Map<WebhookId, WebhookHealth> health(TeamId team, Collection<WebhookId> ids) {
        return ids.isEmpty() ? Map.of() : database.inTransaction(tx -> store.health(tx, team, ids, now()));
    }

    /// Changes an endpoint. What a disabled one still had to send is given up.
    public ChangeResult change(TeamId team, WebhookId id, WebhookChange change) {
        var problem = problem(change.endpoint(), change.events());
        if (problem.isPresent()) return new ChangeResult.Refused(problem.get());
        Optional<Webhook> changed = database.inTransaction(
                tx -> store.lock(tx, team, id).map(found -> change(tx, team, found.webhook(), change)));
        if (changed.isEmpty()) return new NoSuchWebhook();
        subscribers.refresh();
        upkeep.wake();
        wakeSenders();
        return new Changed(changed.get());
    }

    /// Gives an endpoint another secret; deliveries are signed with both for a day. A secret before those two
    /// is good no more.
    public Optional<SignedWebhook> rotate(TeamId team, WebhookId id) {
        var secret = SigningSecret.random(surroundings.random());
        byte[] sealed = secrets.seal(secret.octets(), id.secretContext());
        return database.inTransaction(tx -> store.lock(tx, team, id).map(found -> {
            store.rotate(tx, team, id, sealed, now().plus(OVERLAP));
            WebhookTrail.rotated(tx, team.value(), found.webhook());
            return new SignedWebhook(found.webhook(), new Secret(secret.text()));
        }));
    }

    /// Removes an endpoint with all its messages; those that wait are not sent any more. Says whether it was
    /// there.
    public boolean remove(TeamId team, WebhookId id) {
        boolean removed = database.inTransaction(tx -> store.lock(tx, team, id)
                .map(found -> {
                    WebhookTrail.note(tx, team.value(), Action.WEBHOOK_DELETED, found.webhook(), null);
                    return store.delete(tx, team, id);
                })
                .orElse(false));
        if (removed) subscribers.refresh();
        return removed;
    }

    /// One page of an endpoint's messages, newest first; empty when the cursor is not one of them.
    ///
    /// @param status those only that are there in their life; null for all
    public Optional<Page<Summary>> messages(
            TeamId team, WebhookId id, @Nullable MessageStatus status, PageRequest page) {
        return database.inTransaction(tx -> messages.page(tx, team, id, status, page));
    }

    public Optional<WebhookMessage> message(TeamId team, WebhookId id, UUID message) {
        return database.inTransaction(tx -> messages.get(tx, team, id, message, now()));
    }

    /// One page of the attempts to deliver a message, newest first; empty when the cursor is not one of them.
    public Optional<Page<MadeAttempt>> attempts(TeamId team, WebhookId id, UUID message, PageRequest page) {
        return database.inTransaction(tx -> messages.attempts(tx, team, id, message, page));
    }

    /// Sends a message again under the id it had, and begins its schedule anew.
    public ReplayResult replay(TeamId team, WebhookId id, UUID message) {
        return database.inTransaction(tx -> enabled(tx, team, id, webhook -> {
            if (messages.get(tx, team, id, message, now()).isEmpty()) return new ReplayResult.NoSuchMessage();
            replays.one(tx, team, id, message);
            WebhookTrail.replayed(tx, team.value(), webhook, Facts.of("message_id", message));
            return new ReplayResult.Replayed(1);
        }));
    }

    /// Sends the messages of a range again, in the order they were made, as [#replay] does one; in the
    /// background, and also when we crash meanwhile.
    public ReplayResult replay(TeamId team, WebhookId id, ReplayRange range) {
        // messages are dropped with their day of UTC, which may have begun a day before the first that is kept
        Instant kept = now().minus(Duration.ofDays(config.keepDays() + 1));
        if (range.since().isBefore(kept)) return new ReplayResult.TooEarly(config.keepDays());
        return database.inTransaction(tx -> enabled(tx, team, id, webhook -> {
            WebhookTrail.replayed(tx, team.value(), webhook, WebhookTrail.which(range));
            return new ReplayResult.Replayed(replays.begin(tx, team, id, range));
        }));
    }

    /// Has the loops look for work now.
    void wake() {
        wakeSenders();
        replays.wake();
        upkeep.wake();
    }

    private void wakeSenders() {
        delivery.wake();
        delivery.wakeOrdering();
    }

    private ReplayResult enabled(Transaction tx, TeamId team, WebhookId id, Function<Webhook, ReplayResult> replay) {
        var found = store.lock(tx, team, id);
        if (found.isEmpty()) return new ReplayResult.NoSuchWebhook();
        if (found.get().webhook().status() == WebhookStatus.DISABLED) return new ReplayResult.IsDisabled();
        return replay.apply(found.get().webhook());
    }

    private Optional<WebhookProblem> problem(@Nullable String endpoint, @Nullable List<String> events) {
        if (events != null && events.isEmpty()) return Optional.of(new NoEvents());
        if (endpoint == null) return Optional.empty();
        return Endpoint.flaw(endpoint, config.plainHttp()).map(why -> new BadEndpoint(endpoint, why));
    }

    private Webhook change(Transaction tx, TeamId team, Webhook now, WebhookChange change) {
        Webhook changed = changed(now, change);
        boolean enabled = change.status() == WebhookStatus.ENABLED;
        store.update(tx, team, changed, enabled || !changed.endpoint().equals(now.endpoint()));
        // what those before it would have let go was given up while it was disabled
        if (enabled) order.rearrive(tx, now.id());
        WebhookTrail.note(tx, team.value(), Action.WEBHOOK_UPDATED, now, changed);
        return changed;
    }

    private Webhook changed(Webhook now, WebhookChange change) {
        var status = change.status() == null ? now.status() : change.status();
        boolean stays = status == now.status();
        return new Webhook(
                now.id(),
                change.endpoint() == null ? now.endpoint() : change.endpoint(),
                change.events() == null ? now.events() : List.copyOf(change.events()),
                change.domains() == null ? now.domains() : change.domains(),
                change.ordered() == null ? now.ordered() : change.ordered(),
                status,
                stays ? now.disabled() : status == WebhookStatus.ENABLED ? null : requested(),
                now.createdAt());
    }

    private Disabled requested() {
        return new Disabled(Disabled.Reason.REQUESTED, now());
    }

    private SignedWebhook insert(TeamId team, NewWebhook wish) {
        Instant now = now();
        var id = new WebhookId(Ids.next(now));
        var webhook = new Webhook(
                id, wish.endpoint(), wish.events(), wish.domains(), wish.ordered(), WebhookStatus.ENABLED, null, now);
        var secret = SigningSecret.random(surroundings.random());
        byte[] sealed = secrets.seal(secret.octets(), id.secretContext());
        database.useTransaction(tx -> {
            store.insert(tx, team, webhook, sealed);
            WebhookTrail.note(tx, team.value(), Action.WEBHOOK_CREATED, null, webhook);
        });
        return new SignedWebhook(webhook, new Secret(secret.text()));
    }

    /// As PostgreSQL keeps it.
    private Instant now() {
        return surroundings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private SignedWebhook open(WebhookStore.Sealed sealed) {
        Webhook webhook = sealed.webhook();
        var secret = SigningSecret.of(secrets.open(sealed.secret(), webhook.id().secretContext()));
        return new SignedWebhook(webhook, new Secret(secret.text()));
    }
}
