package dev.pennypost.dashboard.webhooks;

import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.webhooks.SvixId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Messages that endpoints were sent, as the outbox would have made them.
public record StoredMessages(GoldenWorld world) {
    /// The id of a new message, as pages have it.
    public String message(String webhook, String status, String payload) {
        UUID id = Ids.next(world.now());
        world.database().useTransaction(tx -> {
            for (String table : List.of("webhook_messages", "webhook_attempts"))
                new DayPartitions(table, "").open(tx, DayPartitions.dayOf(id));
            tx.handle()
                    .createUpdate("""
                        insert into webhook_messages (id, webhook_id, team_id, type, payload, created_at, status)
                        select :message, id, team_id, 'email.sent', :payload, :now, :status
                          from webhooks where id = :id""")
                    .bind("message", id)
                    .bind("payload", payload)
                    .bind("now", world.now())
                    .bind("status", status)
                    .bind("id", UUID.fromString(webhook))
                    .execute();
        });
        return SvixId.MESSAGE.of(id);
    }

    /// A try to hand a message over.
    public void attempt(String message, @Nullable Integer status, String answer, @Nullable String error) {
        world.database()
                .useTransaction(tx -> tx.handle()
                        .createUpdate("""
                            insert into webhook_attempts
                                   (id, message_id, http_status_code, response, error, sent_at, duration_ms)
                            values (:id, :message, cast(:status as int), :answer, :error, :now, 12)""")
                        .bind("id", Ids.next(world.now()))
                        .bind("message", SvixId.MESSAGE.parse(message).orElseThrow())
                        .bind("status", status)
                        .bind("answer", answer)
                        .bind("error", error)
                        .bind("now", world.now())
                        .execute());
    }
}
