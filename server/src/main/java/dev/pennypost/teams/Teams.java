package dev.pennypost.teams;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The teams of this installation.
public final class Teams {
    /// How long another node may go on with limits that were changed here.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private final Database database;
    private final InstantSource clock;
    private final LoadingCache<TeamId, TeamLimits> limits;

    public Teams(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.limits = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(REMEMBERED)
                .build(team -> database.inTransaction(tx -> limits(tx, team)).orElse(TeamLimits.NONE));
    }

    /// The first team, made when there is none: an installation always has one.
    public TeamId first() {
        return database.inTransaction(tx -> oldest(tx).orElseGet(() -> insert(tx, "Default")));
    }

    /// Makes a team.
    public TeamId create(String name) {
        return database.inTransaction(tx -> create(tx, name));
    }

    /// Makes a team, once the transaction has committed.
    public TeamId create(Transaction tx, String name) {
        return insert(tx, name);
    }

    /// Gives a team another name.
    public void rename(Transaction tx, TeamId team, String name) {
        lock(tx, team)
                .ifPresent(before ->
                        note(tx, Action.TEAM_UPDATED, team, name, Facts.of("name", before), Facts.of("name", name)));
        tx.handle()
                .createUpdate("update teams set name = :name where id = :id")
                .bind("name", name)
                .bind("id", team.value())
                .execute();
    }

    /// Keeps everything that belongs to a team from being added until the transaction ends; false when there is no such
    /// team.
    public boolean hold(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select 1 from teams where id = :id for update")
                .bind("id", team.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// Removes a team. What happened to it stays in the installation's part of the audit log.
    public void delete(Transaction tx, TeamId team) {
        String name = name(tx, team).orElse("");
        tx.handle()
                .createUpdate("delete from teams where id = :id")
                .bind("id", team.value())
                .execute();
        var subject = Subject.of(Subject.Kind.TEAM, team.value(), name);
        AuditLog.note(tx, null, Action.TEAM_DELETED, subject, Facts.of("name", name), null);
        tx.afterCommit(() -> limits.invalidate(team));
    }

    /// A team; empty when there is none with this id.
    public Optional<Team> find(Transaction tx, TeamId id) {
        return tx.handle()
                .createQuery("select id, name, created_at from teams where id = :id")
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// All teams by name.
    public List<Team> all(Transaction tx) {
        return tx.handle()
                .createQuery("select id, name, created_at from teams order by lower(name), id")
                .map((row, _) -> read(row))
                .list();
    }

    private static Team read(ResultSet row) throws SQLException {
        return new Team(
                new TeamId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getTimestamp("created_at").toInstant());
    }

    /// What a team is called; empty when there is no such team.
    public Optional<String> name(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select name from teams where id = :id")
                .bind("id", team.value())
                .mapTo(String.class)
                .findOne();
    }

    /// What the operator allows a team; of one we do not know, no limits.
    public TeamLimits limits(TeamId team) {
        return limits.get(team);
    }

    /// Replaces a team's limits; false when there is no such team.
    public boolean limit(TeamId team, TeamLimits wanted) {
        return database.inTransaction(tx -> lock(tx, team)
                .map(name -> {
                    var before = limits(tx, team).orElse(TeamLimits.NONE);
                    write(tx, team, wanted);
                    note(tx, Action.TEAM_LIMITS_UPDATED, team, name, facts(before), facts(wanted));
                    tx.afterCommit(() -> limits.invalidate(team));
                    return name;
                })
                .isPresent());
    }

    private static void write(Transaction tx, TeamId team, TeamLimits wanted) {
        tx.handle()
                .createUpdate("""
                                    update teams
                                       set requests_per_second = cast(:requests as int),
                                           emails_per_day = cast(:day as bigint),
                                           emails_per_month = cast(:month as bigint)
                                     where id = :id""")
                .bind("requests", wanted.requestsPerSecond())
                .bind("day", wanted.emailsPerDay())
                .bind("month", wanted.emailsPerMonth())
                .bind("id", team.value())
                .execute();
    }

    private static Facts facts(TeamLimits limits) {
        return Facts.of("requests_per_second", limits.requestsPerSecond())
                .and("emails_per_day", limits.emailsPerDay())
                .and("emails_per_month", limits.emailsPerMonth());
    }

    private static void note(
            Transaction tx, Action action, TeamId team, String name, @Nullable Facts before, Facts after) {
        var subject = Subject.of(Subject.Kind.TEAM, team.value(), name);
        AuditLog.note(tx, team.value(), action, subject, before, after);
    }

    /// The address that the operator's notices to a team go to; empty when there is none.
    public Optional<String> contact(TeamId team) {
        return database.inTransaction(tx -> contact(tx, team));
    }

    private static Optional<String> contact(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select contact from teams where id = :id and contact is not null")
                .bind("id", team.value())
                .mapTo(String.class)
                .findOne();
    }

    /// Replaces the address that notices go to; false when there is no such team.
    ///
    /// @param address null for none
    public boolean contact(TeamId team, @Nullable String address) {
        return database.inTransaction(tx -> lock(tx, team)
                .map(name -> {
                    var before = Facts.of("contact", contact(tx, team).orElse(null));
                    writeContact(tx, team, address);
                    note(tx, Action.TEAM_UPDATED, team, name, before, Facts.of("contact", address));
                    return name;
                })
                .isPresent());
    }

    private static void writeContact(Transaction tx, TeamId team, @Nullable String address) {
        tx.handle()
                .createUpdate("update teams set contact = :address where id = :id")
                .bind("address", address)
                .bind("id", team.value())
                .execute();
    }

    /// The name of a team that nobody else changes until the transaction ends.
    private static Optional<String> lock(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select name from teams where id = :id for no key update")
                .bind("id", team.value())
                .mapTo(String.class)
                .findOne();
    }

    /// Has others that lock any of these teams wait until the transaction ends.
    public void lock(Transaction tx, Collection<TeamId> teams) {
        tx.handle()
                .createQuery("select 1 from teams where id = any(:ids) order by id for no key update")
                .bindArray("ids", UUID.class, (Object[])
                        teams.stream().map(TeamId::value).toArray(UUID[]::new))
                .mapTo(Integer.class)
                .list();
    }

    private static Optional<TeamLimits> limits(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select requests_per_second, emails_per_day, emails_per_month from teams where id = :id")
                .bind("id", team.value())
                .map((row, _) -> new TeamLimits(
                        row.getObject("requests_per_second", Integer.class),
                        row.getObject("emails_per_day", Long.class),
                        row.getObject("emails_per_month", Long.class)))
                .findOne();
    }

    private static Optional<TeamId> oldest(Transaction tx) {
        // The lock keeps two processes that start at once from making two first teams.
        tx.handle().execute("lock table teams in share row exclusive mode");
        return tx.handle()
                .createQuery("select id from teams order by id limit 1")
                .map((row, _) -> new TeamId(row.getObject(1, UUID.class)))
                .findOne();
    }

    private TeamId insert(Transaction tx, String name) {
        var now = clock.instant();
        var id = new TeamId(Ids.next(now));
        tx.handle()
                .createUpdate("insert into teams (id, name, created_at) values (:id, :name, :now)")
                .bind("id", id.value())
                .bind("name", name)
                .bind("now", now)
                .execute();
        note(tx, Action.TEAM_CREATED, id, name, null, Facts.of("name", name));
        return id;
    }
}
