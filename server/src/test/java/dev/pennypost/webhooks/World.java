package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The feature with a database, a relay and a clock of its own, for stories that are told elsewhere.
public final class World implements AutoCloseable {
    /// What happens in stories.
    public static final String TYPE = "thing.happened";

    private final FixedClock clock = new FixedClock(Instant.now());
    private final Database database = Database.open(TestPostgres.freshDatabase(), 6, clock);
    private final Webhooks webhooks;
    private final Loop relay;

    /// @param patience how long one attempt may take, in whole seconds
    public World(boolean privateAddresses, Duration patience, HostLookup lookup) {
        var secrets = new SecretBox(new byte[32], new SecureRandom());
        var config = new WebhooksConfig(privateAddresses, true, Math.toIntExact(patience.toSeconds()), 30, 5, "");
        WebhookSpelling spelling = (event, _) ->
                Optional.of(new WebhookSpelling.Spelled(((Happened) event).type(), ((Happened) event).json()));
        webhooks = new Webhooks(
                        database,
                        secrets,
                        spelling,
                        config,
                        new Surroundings("here", clock, new SecureRandom(), lookup),
                        new Notices(new Teams(database, clock), Optional.empty(), new SimpleMeterRegistry()))
                .start();
        database.outbox().tell(List.of(Happened.class), List.of(webhooks.listener()));
        relay = database.outbox().relay().start();
    }

    public TeamId team(String name) {
        return new Teams(database, clock).create(name);
    }

    /// A webhook of the team that wants [#TYPE].
    public UUID webhook(TeamId team, String url) {
        return switch (webhooks.create(team, new NewWebhook(url, List.of(TYPE)))) {
            case CreateResult.Created(SignedWebhook created) ->
                created.webhook().id().value();
            case CreateResult.Refused refused -> throw new AssertionError(refused);
        };
    }

    /// Whether a URL is not even taken for an endpoint.
    public boolean isRefused(TeamId team, String url) {
        return webhooks.create(team, new NewWebhook(url, List.of(TYPE))) instanceof CreateResult.Refused;
    }

    public void publish(TeamId team, String json) {
        database.useTransaction(tx -> tx.publish(new Happened(team.value(), TYPE, json)));
    }

    /// Lets time pass.
    public void pass(Duration time) {
        clock.advance(time);
        webhooks.wake();
    }

    /// What was tried for a webhook, oldest first. Messages are named first, as those do who open a day for both.
    public List<Tried> tried(UUID webhook) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("""
                        select a.http_status_code, a.response, a.error from webhook_messages m
                          join webhook_attempts a on a.message_id = m.id
                         where m.webhook_id = :webhook order by a.sent_at, a.id""")
                .bind("webhook", webhook)
                .map((row, _) -> new Tried(
                        row.getObject("http_status_code", Integer.class),
                        row.getString("response"),
                        row.getString("error")))
                .list());
    }

    /// How many of a webhook's messages have each status.
    public Map<String, Integer> standing(UUID webhook) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select status, count(*) from webhook_messages where webhook_id = :webhook group by 1")
                .bind("webhook", webhook)
                .reduceRows(new java.util.TreeMap<String, Integer>(), (standing, row) -> {
                    standing.put(row.getColumn(1, String.class), row.getColumn(2, Integer.class));
                    return standing;
                }));
    }

    @Override
    public void close() {
        relay.close();
        webhooks.close();
        database.close();
    }

    /// One attempt as it is kept.
    ///
    /// @param status null when there was no answer
    /// @param error null when there was one
    public record Tried(
            @Nullable Integer status,
            String response,
            @Nullable String error) {}

    /// An event that brings its own spelling.
    record Happened(UUID teamId, String type, String json) implements Event {}
}
