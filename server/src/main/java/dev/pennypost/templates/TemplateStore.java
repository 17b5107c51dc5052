package dev.pennypost.templates;

import dev.pennypost.json.Json;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The SQL of templates and their versions.
final class TemplateStore {
    private static final String HEAD =
            "id, name, alias, current_version_id, published_version_id, published_at, created_at, updated_at";
    private static final String VERSION =
            "v.id as version_id, v.sender, v.subject, v.reply_to, v.html, v.text, v.variables";
    private static final TypeReference<List<Variable>> VARIABLES = new TypeReference<>() {};

    /// Makes changes of the team's aliases wait for each other, so that asking for one and taking it are one act. It
    /// does not keep others from inserting rows of the team.
    void lockAliases(Transaction tx, TeamId team) {
        tx.handle()
                .createQuery("select id from teams where id = :team for no key update")
                .bind("team", team.value())
                .mapTo(UUID.class)
                .findOne();
    }

    /// The template that has an alias.
    Optional<TemplateId> byAlias(Transaction tx, TeamId team, String alias) {
        return tx.handle()
                .createQuery("select id from templates where team_id = :team and alias = :alias")
                .bind("team", team.value())
                .bind("alias", alias)
                .map((row, _) -> new TemplateId(row.getObject("id", UUID.class)))
                .findOne();
    }

    void insert(Transaction tx, TeamId team, TemplateHead head) {
        write(tx, team, head, """
                        insert into templates (id, team_id, name, alias, current_version_id, published_version_id,
                            published_at, created_at, updated_at)
                        values (:id, :team, :name, :alias, :current, cast(:published as uuid), :publishedAt, :created,
                            :updated)""");
    }

    void update(Transaction tx, TeamId team, TemplateHead head) {
        write(tx, team, head, """
                        update templates
                           set name = :name, alias = :alias, current_version_id = :current,
                               published_version_id = cast(:published as uuid), published_at = :publishedAt,
                               created_at = :created, updated_at = :updated
                         where team_id = :team and id = :id""");
    }

    private static void write(Transaction tx, TeamId team, TemplateHead head, String sql) {
        tx.handle()
                .createUpdate(sql)
                .bind("id", head.id().value())
                .bind("team", team.value())
                .bind("name", head.name())
                .bind("alias", head.alias())
                .bind("current", head.currentVersion())
                .bind("published", head.publishedVersion())
                .bind("publishedAt", head.publishedAt())
                .bind("created", head.createdAt())
                .bind("updated", head.updatedAt())
                .execute();
    }

    /// Writes a version, in the place of the one that had its id.
    void putVersion(Transaction tx, TeamId team, TemplateId template, Version version) {
        Wording wording = version.wording();
        tx.handle()
                .createUpdate("""
                        insert into template_versions (id, template_id, team_id, sender, subject, reply_to, html, text,
                            variables)
                        values (:id, :template, :team, :from, :subject, :replyTo, :html, :text, :variables::jsonb)
                        on conflict (id) do update
                           set sender = excluded.sender, subject = excluded.subject, reply_to = excluded.reply_to,
                               html = excluded.html, text = excluded.text, variables = excluded.variables
                         where template_versions.team_id = excluded.team_id
                           and template_versions.template_id = excluded.template_id""")
                .bind("id", version.id())
                .bind("template", template.value())
                .bind("team", team.value())
                .bind("from", wording.from())
                .bind("subject", wording.subject())
                .bind("replyTo", wording.replyTo().toArray(String[]::new))
                .bind("html", wording.html())
                .bind("text", wording.text())
                .bind("variables", Json.write(version.variables()))
                .execute();
    }

    /// The template with what is edited of it, of one moment.
    Optional<Template> get(Transaction tx, TeamId team, String idOrAlias) {
        return query(
                        tx,
                        team,
                        idOrAlias,
                        "select t.*, " + VERSION + " from templates t join template_versions v"
                                + " on v.team_id = t.team_id and v.id = t.current_version_id")
                .map((row, _) -> {
                    Version version = readVersion(row);
                    return new Template(readHead(row), version.wording(), version.variables());
                })
                .findOne();
    }

    /// What is sent of a template, of one moment.
    Optional<Sent> sent(Transaction tx, TeamId team, String idOrAlias) {
        return query(
                        tx,
                        team,
                        idOrAlias,
                        "select t.id, " + VERSION + " from templates t left join template_versions v"
                                + " on v.team_id = t.team_id and v.id = t.published_version_id")
                .map((row, _) -> new Sent(
                        new TemplateId(row.getObject("id", UUID.class)),
                        row.getString("html") == null ? null : readVersion(row)))
                .findOne();
    }

    /// Until the transaction ends, nobody else changes or removes the template.
    Optional<TemplateHead> locked(Transaction tx, TeamId team, String idOrAlias) {
        return query(tx, team, idOrAlias, "select t.* from templates t", " for update")
                .map((row, _) -> readHead(row))
                .findOne();
    }

    private static Query query(Transaction tx, TeamId team, String idOrAlias, String select) {
        return query(tx, team, idOrAlias, select, "");
    }

    private static Query query(Transaction tx, TeamId team, String idOrAlias, String select, String lock) {
        Optional<TemplateId> id = TemplateId.parse(idOrAlias);
        String which = id.isPresent() ? "t.id" : "t.alias";
        // PostgreSQL takes no text with a NUL, so no alias has one, nor is any empty.
        String alias = idOrAlias.indexOf('\0') < 0 ? idOrAlias : "";
        return tx.handle()
                .createQuery(select + " where t.team_id = :team and " + which + " = :which" + lock)
                .bind("team", team.value())
                .bind("which", id.<Object>map(TemplateId::value).orElse(alias));
    }

    /// A version that cannot go meanwhile, because its template is locked.
    Version version(Transaction tx, TeamId team, UUID id) {
        return tx.handle()
                .createQuery("select " + VERSION + " from template_versions v where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id)
                .map((row, _) -> readVersion(row))
                .one();
    }

    /// A version of this template; none when it has no such version.
    Optional<Version> versionOf(Transaction tx, TeamId team, TemplateId template, UUID id) {
        return tx.handle()
                .createQuery("select " + VERSION + " from template_versions v"
                        + " where team_id = :team and template_id = :template and id = :id")
                .bind("team", team.value())
                .bind("template", template.value())
                .bind("id", id)
                .map((row, _) -> readVersion(row))
                .findOne();
    }

    /// The newest versions of a template, newest first.
    List<UUID> versions(Transaction tx, TeamId team, TemplateId template, int limit) {
        return tx.handle()
                .createQuery("""
                        select id from template_versions where team_id = :team and template_id = :template
                         order by id desc limit :limit""")
                .bind("team", team.value())
                .bind("template", template.value())
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /// The template without what it says.
    Optional<TemplateHead> head(Transaction tx, TeamId team, String idOrAlias) {
        return query(tx, team, idOrAlias, "select t.* from templates t")
                .map((row, _) -> readHead(row))
                .findOne();
    }

    Optional<Page<TemplateHead>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, HEAD, "templates", team.value(), page, (row, _) -> readHead(row));
    }

    /// Its versions go with it.
    void delete(Transaction tx, TeamId team, TemplateId id) {
        tx.handle()
                .createUpdate("delete from templates where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    private static TemplateHead readHead(ResultSet row) throws SQLException {
        return new TemplateHead(
                new TemplateId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("alias"),
                row.getObject("current_version_id", UUID.class),
                row.getObject("published_version_id", UUID.class),
                instant(row.getTimestamp("published_at")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Version readVersion(ResultSet row) throws SQLException {
        var wording = new Wording(
                row.getString("sender"),
                row.getString("subject"),
                List.of((String[]) row.getArray("reply_to").getArray()),
                row.getString("html"),
                row.getString("text"));
        return new Version(
                row.getObject("version_id", UUID.class), wording, Json.read(row.getString("variables"), VARIABLES));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /// @param version null when it was never published
    record Sent(TemplateId template, @Nullable Version version) {}
}
