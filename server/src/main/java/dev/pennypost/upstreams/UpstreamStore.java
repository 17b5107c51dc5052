package dev.pennypost.upstreams;

import dev.pennypost.json.Json;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/// The SQL of upstream keys and of the domains managed there.
final class UpstreamStore {
    private static final TypeReference<List<UpstreamRecord>> RECORDS = new TypeReference<>() {};

    void putKey(Transaction tx, TeamId team, UpstreamKey key, byte[] sealed) {
        tx.handle()
                .createUpdate("""
                        insert into upstream_keys (team_id, url, api_key, updated_at) values (:team, :url, :key, :now)
                        on conflict (team_id) do update
                           set url = excluded.url, api_key = excluded.api_key, updated_at = excluded.updated_at""")
                .bind("team", team.value())
                .bind("url", key.url().toString())
                .bind("key", sealed)
                .bind("now", key.updatedAt())
                .execute();
    }

    Optional<SealedKey> key(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select url, api_key, updated_at from upstream_keys where team_id = :team")
                .bind("team", team.value())
                .map((row, _) -> new SealedKey(
                        new UpstreamKey(
                                URI.create(row.getString("url")),
                                row.getTimestamp("updated_at").toInstant()),
                        row.getBytes("api_key")))
                .findOne();
    }

    boolean deleteKey(Transaction tx, TeamId team) {
        return tx.handle()
                        .createUpdate("delete from upstream_keys where team_id = :team")
                        .bind("team", team.value())
                        .execute()
                == 1;
    }

    /// Holds the team's one place for a domain that the upstream is about to be asked for; false when the place is
    /// taken. A place that was held by somebody who vanished is free again after a while.
    boolean hold(Transaction tx, TeamId team, UUID id, String name, Instant now, Instant until) {
        return tx.handle()
                        .createUpdate("""
                                insert into upstream_domains (team_id, id, name, held_until, made_here, created_at)
                                values (:team, :id, :name, :until, true, :now)
                                on conflict (team_id) do update
                                   set id = excluded.id, name = excluded.name, held_until = excluded.held_until,
                                       created_at = excluded.created_at
                                 where upstream_domains.held_until <= :now""")
                        .bind("team", team.value())
                        .bind("id", id)
                        .bind("name", name)
                        .bind("until", until)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /// Gives a held place back.
    void release(Transaction tx, TeamId team, UUID id) {
        tx.handle()
                .createUpdate(
                        "delete from upstream_domains where team_id = :team and id = :id and held_until is not null")
                .bind("team", team.value())
                .bind("id", id)
                .execute();
    }

    /// The name that holds the place, whether the upstream knows it yet or not.
    Optional<String> name(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select name from upstream_domains where team_id = :team")
                .bind("team", team.value())
                .mapTo(String.class)
                .findOne();
    }

    Optional<UpstreamDomain> domain(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("""
                        select id, name, upstream_id, made_here, status, region, records, created_at, verified_at
                          from upstream_domains where team_id = :team and upstream_id is not null""")
                .bind("team", team.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// Writes what the upstream told of the domain that has this id here; false when it went, or its place was taken
    /// by another, while the upstream was asked.
    boolean update(Transaction tx, TeamId team, UpstreamDomain domain) {
        return bound(tx, team, domain, """
                                update upstream_domains
                                   set name = :name, upstream_id = :upstreamId, made_here = :madeHere, held_until = null,
                                       status = :status, region = :region, records = :records::jsonb,
                                       created_at = :created, verified_at = :verified
                                 where team_id = :team and id = :id""");
    }

    /// Puts the domain into the team's place, whatever was there; false when one is being added this moment.
    boolean select(Transaction tx, TeamId team, UpstreamDomain domain, Instant now) {
        tx.handle()
                .createUpdate("delete from upstream_domains where team_id = :team and held_until <= :now")
                .bind("team", team.value())
                .bind("now", now)
                .execute();
        return bound(tx, team, domain, """
                                insert into upstream_domains (team_id, id, name, upstream_id, made_here, status, region,
                                    records, created_at, verified_at)
                                values (:team, :id, :name, :upstreamId, :madeHere, :status, :region, :records::jsonb,
                                    :created, :verified)
                                on conflict (team_id) do update
                                   set id = excluded.id, name = excluded.name, upstream_id = excluded.upstream_id,
                                       made_here = excluded.made_here, status = excluded.status,
                                       region = excluded.region, records = excluded.records,
                                       created_at = excluded.created_at, verified_at = excluded.verified_at
                                 where upstream_domains.held_until is null""");
    }

    private static boolean bound(Transaction tx, TeamId team, UpstreamDomain domain, String sql) {
        return tx.handle()
                        .createUpdate(sql)
                        .bind("team", team.value())
                        .bind("id", domain.id())
                        .bind("name", domain.name())
                        .bind("upstreamId", domain.upstreamId())
                        .bind("madeHere", domain.madeHere())
                        .bind("status", domain.status())
                        .bind("region", domain.region())
                        .bind("records", Json.write(domain.records()))
                        .bind("created", domain.createdAt())
                        .bind("verified", domain.verifiedAt())
                        .execute()
                == 1;
    }

    void delete(Transaction tx, TeamId team, UUID id) {
        tx.handle()
                .createUpdate("delete from upstream_domains where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id)
                .execute();
    }

    private static UpstreamDomain read(ResultSet row) throws SQLException {
        Timestamp verified = row.getTimestamp("verified_at");
        return new UpstreamDomain(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("upstream_id"),
                row.getBoolean("made_here"),
                row.getString("status"),
                row.getString("region"),
                Json.read(row.getString("records"), RECORDS),
                row.getTimestamp("created_at").toInstant(),
                verified == null ? null : verified.toInstant());
    }

    /// A key as it lies in the database.
    record SealedKey(UpstreamKey key, byte[] sealed) {}
}
