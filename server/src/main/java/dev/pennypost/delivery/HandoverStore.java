package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The SQL of when deliveries were attempted last.
final class HandoverStore {
    Map<DeliveryId, Handover> of(Transaction tx, List<Handovers.Asked> asked) {
        var found = new HashMap<DeliveryId, Handover>();
        tx.handle()
                .createQuery("""
                        select d.email_id, d.position, d.domain_id, d.recipient, d.state,
                               a.started_at + a.duration_ms * interval '1 millisecond' as attempted_at
                          from unnest(:teams, :emails, :positions) as v (team, email, place)
                          join deliveries d on d.email_id = v.email and d.position = v.place and d.team_id = v.team
                          left join attempts a
                            on a.email_id = d.email_id and a.position = d.position and a.number = d.attempts""")
                .bindArray(
                        "teams",
                        UUID.class,
                        asked.stream().map(one -> one.team().value()).toArray())
                .bindArray(
                        "emails",
                        UUID.class,
                        asked.stream().map(one -> one.id().emailId()).toArray())
                .bindArray(
                        "positions",
                        Integer.class,
                        asked.stream().map(one -> one.id().position()).toArray())
                .map((row, _) -> read(row))
                .forEach(one -> found.put(one.id(), one));
        return found;
    }

    private static Handover read(ResultSet row) throws SQLException {
        Timestamp attempted = row.getTimestamp("attempted_at");
        return new Handover(
                new DeliveryId(row.getObject("email_id", UUID.class), row.getInt("position")),
                new DomainId(row.getObject("domain_id", UUID.class)),
                Address.parse(row.getString("recipient")),
                DeliveryState.spelled(row.getString("state")) == DeliveryState.ATTEMPTING,
                attempted == null ? null : attempted.toInstant());
    }
}
