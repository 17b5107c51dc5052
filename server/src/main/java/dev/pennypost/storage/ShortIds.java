package dev.pennypost.storage;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Ids of 24 hex digits beside our UUIDs, for dialects whose ids have that form. A UUID does not fit into one, so the
/// pairs are kept: made when an id is first shown, random, and never given to another.
public final class ShortIds {
    private static final int OCTETS = 12;

    private final Database database;
    private final SecureRandom random;

    public ShortIds(Database database, SecureRandom random) {
        this.database = database;
        this.random = random;
    }

    /// The short id of one of the team's ids.
    public String of(UUID team, UUID id) {
        String known = of(team, List.of(id)).get(id);
        if (known == null) throw new IllegalStateException(id + " has no short id");
        return known;
    }

    /// The short id of each of the team's ids.
    public Map<UUID, String> of(UUID team, Collection<UUID> ids) {
        if (ids.isEmpty()) return Map.of();
        return database.inTransaction(tx -> {
            var known = new HashMap<>(known(tx, team, ids));
            var missing =
                    ids.stream().filter(id -> !known.containsKey(id)).distinct().toList();
            if (missing.isEmpty()) return known;
            insert(tx, team, missing);
            return known(tx, team, ids);
        });
    }

    /// The team's id that this is short for.
    public Optional<UUID> resolve(UUID team, String shortId) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select id from short_ids where team_id = :team and short_id = :short")
                .bind("team", team)
                .bind("short", shortId)
                .mapTo(UUID.class)
                .findOne());
    }

    private static Map<UUID, String> known(Transaction tx, UUID team, Collection<UUID> ids) {
        return tx.handle()
                .createQuery("select id, short_id from short_ids where team_id = :team and id = any(:ids)")
                .bind("team", team)
                .bindArray("ids", UUID.class, (Object[]) ids.toArray(UUID[]::new))
                .map((row, _) -> Map.entry(row.getObject("id", UUID.class), row.getString("short_id")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /// Somebody else may show the same ids at the same time: the first one's stand.
    private void insert(Transaction tx, UUID team, List<UUID> ids) {
        var sorted = new ArrayList<>(ids);
        sorted.sort(null); // in one order, so that two such transactions do not wait for each other
        var batch = tx.handle().prepareBatch("""
                        insert into short_ids (short_id, team_id, id) values (:short, :team, :id)
                        on conflict (id) do nothing""");
        for (UUID id : sorted)
            batch.bind("short", fresh()).bind("team", team).bind("id", id).add();
        batch.execute();
    }

    private String fresh() {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
