package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.json.Json;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.webhooks.NoticeMail.Notice;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import dev.pennypost.webhooks.WebhookSpelling.Spelled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Webhooks of one team on a database of their own, with a clock that stands still until it is moved.
final class WebhookWorld implements AutoCloseable {
    static final String HAPPENED = "thing.happened";

    final FixedClock clock = new FixedClock(Instant.now());
    final Database.Address address = TestPostgres.freshDatabase();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final BlockingQueue<Notice> mail = new LinkedBlockingQueue<>();
    final BlockingQueue<Attempt> settled = new LinkedBlockingQueue<>();
    final List<Node> nodes = new ArrayList<>();
    final TeamId acme;
    private final SecretBox secrets = new SecretBox(new byte[32], new SecureRandom());

    WebhookWorld() {
        acme = node("here").teams.create("acme");
    }

    Webhooks webhooks() {
        return nodes.getFirst().webhooks;
    }

    Database database() {
        return nodes.getFirst().database;
    }

    Teams teams() {
        return nodes.getFirst().teams;
    }

    /// One more process on the same database, running.
    Node node(String name) {
        var node = new Node(name);
        node.webhooks.start();
        nodes.add(node);
        return node;
    }

    /// The same, of which nothing runs.
    Node still(String name) {
        var node = new Node(name);
        nodes.add(node);
        return node;
    }

    SignedWebhook create(NewWebhook wish) {
        return ((CreateResult.Created) webhooks().create(acme, wish)).webhook();
    }

    SignedWebhook create(ScriptedEndpoint endpoint, String... events) {
        return create(new NewWebhook(endpoint.url(), events.length == 0 ? List.of(HAPPENED) : List.of(events)));
    }

    SignedWebhook ordered(ScriptedEndpoint endpoint) {
        return create(new NewWebhook(endpoint.url(), List.of(HAPPENED), Set.of(), true));
    }

    Webhook get(SignedWebhook webhook) {
        return webhooks().get(acme, webhook.webhook().id()).orElseThrow().webhook();
    }

    Webhook change(SignedWebhook webhook, WebhookStatus status) {
        var change = new WebhookChange(null, null, status, null, null);
        return ((ChangeResult.Changed) webhooks().change(acme, webhook.webhook().id(), change)).webhook();
    }

    void publish(String json) {
        publish(json, null, null);
    }

    void publish(String json, @Nullable UUID about, @Nullable UUID domain) {
        publish(nodes.getFirst(), json, about, domain);
    }

    /// A millisecond after what was published before.
    void publish(Node node, String json, @Nullable UUID about, @Nullable UUID domain) {
        clock.advance(Duration.ofMillis(1));
        node.database.useTransaction(tx -> tx.publish(new Happened(acme.value(), HAPPENED, json, about, domain)));
    }

    void later(Duration time) {
        clock.advance(time);
        wake();
    }

    void wake() {
        nodes.forEach(node -> node.webhooks.wake());
    }

    Attempt settled() {
        return next(settled, "no attempt was settled");
    }

    Notice mail() {
        return next(mail, "nobody was written to");
    }

    List<Map<String, Object>> messages() {
        return database()
                .inTransaction(tx -> tx.handle()
                        .createQuery("select * from webhook_messages order by id")
                        .mapToMap()
                        .list());
    }

    int count(String from) {
        return database()
                .inTransaction(tx -> tx.handle()
                        .createQuery("select count(*) from " + from)
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public void close() {
        nodes.reversed().forEach(Node::close);
    }

    private static <T> T next(BlockingQueue<T> queue, String otherwise) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError(otherwise);
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// A process.
    final class Node implements AutoCloseable {
        final Database database;
        final Teams teams;
        final Webhooks webhooks;
        final Loop relay;

        private Node(String name) {
            database = Database.open(address, 6, clock);
            teams = new Teams(database, clock);
            HostLookup literals = (host, _) -> List.of(InetAddress.ofLiteral(host));
            webhooks = new Webhooks(
                    database,
                    secrets,
                    WebhookWorld::spell,
                    new WebhooksConfig(true, true, 15, 30, 5, ""),
                    new Surroundings(name, clock, new SecureRandom(), literals),
                    new Notices(teams, Optional.of(mail::add), metrics),
                    settled::add);
            database.outbox().tell(List.of(Happened.class, WebhookDisabled.class), List.of(webhooks.listener()));
            relay = database.outbox().relay().start();
        }

        @Override
        public void close() {
            relay.close();
            webhooks.close();
            database.close();
        }
    }

    private static Optional<Spelled> spell(Event event, Instant at) {
        return Optional.of(
                switch (event) {
                    case Happened happened ->
                        new Spelled(happened.type(), happened.json(), happened.about(), happened.domain());
                    case WebhookDisabled disabled -> new Spelled("webhook.disabled", Json.write(disabled));
                    default -> throw new IllegalArgumentException(at + ": " + event);
                });
    }

    /// An event that brings its own spelling.
    record Happened(
            UUID teamId,
            String type,
            String json,
            @Nullable UUID about,
            @Nullable UUID domain) implements Event {}
}
