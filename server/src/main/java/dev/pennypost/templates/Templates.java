package dev.pennypost.templates;

import dev.pennypost.audit.Action;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.templates.SaveResult.Refused;
import dev.pennypost.templates.SaveResult.Saved;
import dev.pennypost.templates.TemplateProblem.AliasTaken;
import dev.pennypost.templates.TemplateProblem.NoSuchTemplate;
import dev.pennypost.templates.TemplateProblem.NotPublished;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Templates: writing them, publishing them, and making emails from what was published. Changes to a published
/// template touch no email until it is published again. Wherever a template is named, its id or its alias will do.
public final class Templates {
    private static final String COPY = " (copy)";
    private static final int MOST_VERSIONS = 100;

    private final Database database;
    private final InstantSource clock;
    private final TemplateStore store = new TemplateStore();

    public Templates(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Makes a template that is not published yet.
    public SaveResult create(TeamId team, Draft draft) {
        var problem = DraftRules.check(draft);
        if (problem.isPresent()) return new Refused(problem.get());
        return database.inTransaction(tx -> isTaken(tx, team, draft.alias(), null)
                ? new Refused(new AliasTaken(String.valueOf(draft.alias())))
                : new Saved(create(tx, team, draft)));
    }

    private TemplateId create(Transaction tx, TeamId team, Draft draft) {
        var id = insert(tx, team, draft);
        TemplateTrail.note(tx, team.value(), Action.TEMPLATE_CREATED, id, null, draft);
        return id;
    }

    /// The template with what is edited of it.
    public Optional<Template> get(TeamId team, String idOrAlias) {
        return database.inTransaction(tx -> store.get(tx, team, idOrAlias));
    }

    /// One page, newest first; empty when the cursor is not one of the team's templates.
    public Optional<Page<TemplateHead>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    /// Changes a template. Name and alias hold at once, the rest once it is published.
    ///
    /// @param change makes what shall be of what is; it runs in the transaction
    public SaveResult update(TeamId team, String idOrAlias, UnaryOperator<Draft> change) {
        return database.inTransaction(tx -> {
            store.lockAliases(tx, team);
            return store.locked(tx, team, idOrAlias)
                    .map(head -> update(tx, team, whole(tx, team, head), change))
                    .orElseGet(() -> new Refused(new NoSuchTemplate(idOrAlias)));
        });
    }

    /// Has emails say from now on what is edited; none when the team has no such template.
    public Optional<TemplateId> publish(TeamId team, String idOrAlias) {
        return database.inTransaction(tx -> store.locked(tx, team, idOrAlias).map(head -> {
            if (head.hasUnpublishedVersions()) {
                var published = published(head, now());
                store.update(tx, team, published);
                TemplateTrail.published(tx, team.value(), head, published);
            }
            return head.id();
        }));
    }

    /// Makes a template that says what is edited of another, without an alias and not published; none when the team
    /// has no such template.
    public Optional<TemplateId> duplicate(TeamId team, String idOrAlias) {
        return database.inTransaction(tx -> store.get(tx, team, idOrAlias).map(original -> {
            var copy = copy(original.draft());
            var id = insert(tx, team, copy);
            TemplateTrail.duplicated(tx, team.value(), original.head().id(), id, copy);
            return id;
        }));
    }

    /// Removes a template with all its versions; none when the team has no such template.
    public Optional<TemplateId> remove(TeamId team, String idOrAlias) {
        return database.inTransaction(tx -> store.locked(tx, team, idOrAlias).map(head -> {
            var before = whole(tx, team, head).draft();
            TemplateTrail.note(tx, team.value(), Action.TEMPLATE_DELETED, head.id(), before, null);
            store.delete(tx, team, head.id());
            return head.id();
        }));
    }

    /// Makes an email from what was published.
    ///
    /// @param values strings and numbers by the keys of variables; null counts as not given, and what the template
    ///     does not know is ignored
    public RenderResult render(TeamId team, String idOrAlias, Map<String, ? extends @Nullable Object> values) {
        var sent = database.inTransaction(tx -> store.sent(tx, team, idOrAlias));
        if (sent.isEmpty()) return new RenderResult.Refused(new NoSuchTemplate(idOrAlias));
        Version version = sent.get().version();
        return version == null
                ? new RenderResult.Refused(new NotPublished(idOrAlias))
                : Rendering.render(sent.get().template(), version, values);
    }

    /// How an email would look, made from any version and whatever values there are; none when the team has no such
    /// template, or the template no such version.
    ///
    /// @param version null for the one that is edited
    public Optional<Preview> preview(
            TeamId team, String idOrAlias, @Nullable UUID version, Map<String, ? extends @Nullable Object> values) {
        return database.inTransaction(tx -> store.head(tx, team, idOrAlias)
                .flatMap(head -> store.versionOf(
                                tx, team, head.id(), version == null ? head.currentVersion() : version)
                        .map(found -> Rendering.preview(head.id(), found, values))));
    }

    /// The newest versions, newest first; none when the team has no such template.
    public Optional<List<VersionHead>> versions(TeamId team, String idOrAlias) {
        return database.inTransaction(tx -> store.head(tx, team, idOrAlias)
                .map(head -> store.versions(tx, team, head.id(), MOST_VERSIONS).stream()
                        .map(id -> versionHead(head, id))
                        .toList()));
    }

    private static VersionHead versionHead(TemplateHead head, UUID id) {
        return new VersionHead(
                id, Ids.time(id), id.equals(head.currentVersion()), id.equals(head.publishedVersion()));
    }

    /// Has a template say again what it said in a version; it holds once it is published. None when the team has no
    /// such template, or the template no such version.
    public Optional<SaveResult> restore(TeamId team, String idOrAlias, UUID version) {
        Optional<Version> wanted = database.inTransaction(tx -> store.head(tx, team, idOrAlias)
                .flatMap(head -> store.versionOf(tx, team, head.id(), version)));
        return wanted.map(then -> update(
                team, idOrAlias, now -> new Draft(now.name(), now.alias(), then.wording(), then.declarations())));
    }

    private SaveResult update(Transaction tx, TeamId team, Template before, UnaryOperator<Draft> change) {
        Draft draft = change.apply(before.draft());
        var problem = DraftRules.check(draft);
        if (problem.isPresent()) return new Refused(problem.get());
        TemplateId id = before.head().id();
        if (isTaken(tx, team, draft.alias(), id)) return new Refused(new AliasTaken(String.valueOf(draft.alias())));
        if (!draft.equals(before.draft())) {
            write(tx, team, before, draft);
            TemplateTrail.note(tx, team.value(), Action.TEMPLATE_UPDATED, id, before.draft(), draft);
        }
        return new Saved(id);
    }

    private void write(Transaction tx, TeamId team, Template before, Draft draft) {
        Instant now = now();
        TemplateHead head = before.head();
        UUID version = head.currentVersion();
        if (!draft.saysTheSameAs(before.draft())) {
            // What is being sent is never written to.
            if (!head.hasUnpublishedVersions()) version = Ids.next(now);
            var variables = variables(draft.variables(), before.variables(), now);
            store.putVersion(tx, team, head.id(), new Version(version, draft.wording(), variables));
        }
        store.update(
                tx,
                team,
                new TemplateHead(
                        head.id(),
                        draft.name(),
                        draft.alias(),
                        version,
                        head.publishedVersion(),
                        head.publishedAt(),
                        head.createdAt(),
                        now));
    }

    private TemplateId insert(Transaction tx, TeamId team, Draft draft) {
        Instant now = now();
        var id = new TemplateId(Ids.next(now));
        var version = new Version(Ids.next(now), draft.wording(), variables(draft.variables(), List.of(), now));
        store.insert(tx, team, new TemplateHead(id, draft.name(), draft.alias(), version.id(), null, null, now, now));
        store.putVersion(tx, team, id, version);
        return id;
    }

    private boolean isTaken(Transaction tx, TeamId team, @Nullable String alias, @Nullable TemplateId by) {
        if (alias == null) return false;
        if (by == null) store.lockAliases(tx, team);
        return store.byAlias(tx, team, alias)
                .filter(holder -> !holder.equals(by))
                .isPresent();
    }

    private Template whole(Transaction tx, TeamId team, TemplateHead head) {
        Version version = store.version(tx, team, head.currentVersion());
        return new Template(head, version.wording(), version.variables());
    }

    private static TemplateHead published(TemplateHead head, Instant now) {
        UUID version = head.currentVersion();
        return new TemplateHead(
                head.id(), head.name(), head.alias(), version, version, now, head.createdAt(), head.updatedAt());
    }

    private static Draft copy(Draft draft) {
        String name = draft.name();
        int kept = Math.min(name.length(), DraftRules.LONGEST_NAME - COPY.length());
        return new Draft(name.substring(0, kept) + COPY, null, draft.wording(), draft.variables());
    }

    private static List<Variable> variables(List<Declaration> wanted, List<Variable> before, Instant now) {
        Map<String, Variable> known = before.stream().collect(Collectors.toMap(Variable::key, Function.identity()));
        return wanted.stream()
                .map(declaration -> variable(declaration, known.get(declaration.key()), now))
                .toList();
    }

    private static Variable variable(Declaration declaration, @Nullable Variable before, Instant now) {
        if (before == null) return new Variable(Ids.next(now), declaration, now, now);
        if (before.declaration().equals(declaration)) return before;
        return new Variable(before.id(), declaration, before.createdAt(), now);
    }

    /// As PostgreSQL keeps it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
