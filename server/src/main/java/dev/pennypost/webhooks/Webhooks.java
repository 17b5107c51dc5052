package dev.pennypost.webhooks;

import dev.pennypost.config.Secret;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.CreateResult.Created;
import dev.pennypost.webhooks.CreateResult.Refused;
import dev.pennypost.webhooks.WebhookProblem.BadEndpoint;
import dev.pennypost.webhooks.WebhookProblem.NoEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/// Customers' webhook endpoints: creating and removing them, and telling them of events. An endpoint hears of what is
/// published after it was created; each message is signed and tried eight times over 27.5 hours.
public final class Webhooks implements AutoCloseable {
    private final Database database;
    private final SecretBox secrets;
    private final WebhooksConfig config;
    private final Surroundings surroundings;
    private final Subscribers subscribers;
    private final MessageDays days;
    private final Delivery delivery;
    private final FanOut fanOut;
    private final WebhookStore store = new WebhookStore();

    public Webhooks(
            Database database,
            SecretBox secrets,
            WebhookSpelling spelling,
            WebhooksConfig config,
            Surroundings surroundings) {
        this(database, secrets, spelling, config, surroundings, _ -> {});
    }

    /// @param settled hears of every attempt once it is settled
    Webhooks(
            Database database,
            SecretBox secrets,
            WebhookSpelling spelling,
            WebhooksConfig config,
            Surroundings surroundings,
            Consumer<Attempt> settled) {
        this.database = database;
        this.secrets = secrets;
        this.config = config;
        this.surroundings = surroundings;
        var timeout = Duration.ofSeconds(config.timeoutSeconds());
        var http = new OutboundHttp(
                surroundings.lookup(), AddressPolicy.allowingPrivate(config.privateAddresses()), (SSLSocketFactory)
                        SSLSocketFactory.getDefault());
        var sender = new Sender(http, secrets, timeout, surroundings.clock());
        var schedule = new RetrySchedule(surroundings.random());
        this.days = new MessageDays(database, config.keepDays(), surroundings.clock());
        this.delivery = new Delivery(database, days, sender, schedule, timeout, surroundings, settled);
        this.subscribers = new Subscribers(database, store);
        this.fanOut = new FanOut(subscribers, days, spelling, surroundings.clock(), delivery::wake);
    }

    /// Starts listening and delivering.
    public Webhooks start() {
        days.start();
        subscribers.start();
        delivery.start();
        return this;
    }

    /// Breaks off the attempts in progress; they are made again after the next start, or by another node.
    @Override
    public void close() {
        delivery.close();
        subscribers.close();
        days.close();
    }

    /// What the outbox tells of events.
    public EventListener listener() {
        return fanOut;
    }

    /// Creates an endpoint with a secret of its own.
    ///
    /// @param events the types it wants, at least one
    public CreateResult create(TeamId team, String endpoint, List<String> events) {
        if (events.isEmpty()) return new Refused(new NoEvents());
        var flaw = Endpoint.flaw(endpoint, config.plainHttp());
        if (flaw.isPresent()) return new Refused(new BadEndpoint(endpoint, flaw.get()));
        var created = insert(team, endpoint, events.stream().distinct().toList());
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

    /// Removes an endpoint with all its messages; those that wait are not sent any more. Says whether it was there.
    public boolean remove(TeamId team, WebhookId id) {
        boolean removed = database.inTransaction(tx -> store.delete(tx, team, id));
        if (removed) subscribers.refresh();
        return removed;
    }

    /// Has the delivery look for due messages now.
    void wake() {
        delivery.wake();
    }

    private SignedWebhook insert(TeamId team, String endpoint, List<String> events) {
        Instant now = surroundings.clock().instant().truncatedTo(ChronoUnit.MICROS); // as PostgreSQL keeps it
        var id = new WebhookId(Ids.next(now));
        var webhook = new Webhook(id, endpoint, events, WebhookStatus.ENABLED, now);
        var secret = SigningSecret.random(surroundings.random());
        byte[] sealed = secrets.seal(secret.octets(), id.secretContext());
        database.useTransaction(tx -> store.insert(tx, team, webhook, sealed));
        return new SignedWebhook(webhook, new Secret(secret.text()));
    }

    private SignedWebhook open(WebhookStore.Sealed sealed) {
        Webhook webhook = sealed.webhook();
        var secret = SigningSecret.of(secrets.open(sealed.secret(), webhook.id().secretContext()));
        return new SignedWebhook(webhook, new Secret(secret.text()));
    }
}
