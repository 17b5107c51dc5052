package dev.pennypost.templates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.TestsAct;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.templates.RenderResult.Rendered;
import dev.pennypost.templates.SaveResult.Refused;
import dev.pennypost.templates.SaveResult.Saved;
import dev.pennypost.templates.TemplateProblem.AliasTaken;
import dev.pennypost.templates.TemplateProblem.BadFallback;
import dev.pennypost.templates.TemplateProblem.BadKey;
import dev.pennypost.templates.TemplateProblem.BadMailbox;
import dev.pennypost.templates.TemplateProblem.BadText;
import dev.pennypost.templates.TemplateProblem.DuplicateKey;
import dev.pennypost.templates.TemplateProblem.Flaw;
import dev.pennypost.templates.TemplateProblem.NoSuchTemplate;
import dev.pennypost.templates.TemplateProblem.NotPublished;
import dev.pennypost.templates.TemplateProblem.ReservedKey;
import dev.pennypost.templates.TemplateProblem.TooManyVariables;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Declaration PRODUCT = new Declaration("PRODUCT", VariableType.STRING, "item");
    private static final Declaration PRICE = new Declaration("PRICE", VariableType.NUMBER, 25);

    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 6, clock);
    private final Templates templates = new Templates(database, clock);
    private final TeamId acme = new Teams(database, clock).create("acme");
    private final TeamId rival = new Teams(database, clock).create("rival");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsWhatWasWritten() {
        var wording = new Wording("Acme <a@acme.test>", "Hi", List.of("r@acme.test"), "<p>{{{PRODUCT}}}</p>", "text");
        TemplateId id = saved(templates.create(acme, new Draft("order", "orders", wording, List.of(PRODUCT, PRICE))));

        Template template = get(id.toString());

        assertThat(template.draft()).isEqualTo(new Draft("order", "orders", wording, List.of(PRODUCT, PRICE)));
        assertThat(template.head().createdAt()).isEqualTo(START);
        assertThat(template.head().updatedAt()).isEqualTo(START);
        assertThat(template.variables())
                .allSatisfy(variable -> assertThat(variable.createdAt()).isEqualTo(START));
        assertThat(get("orders")).isEqualTo(template);
        assertThat(get(id.toString().toUpperCase(java.util.Locale.ROOT))).isEqualTo(template);
    }

    @Test
    void beginsAsADraftThatCannotBeSent() {
        make("order", "orders");

        assertThat(get("orders").head().isPublished()).isFalse();
        assertThat(get("orders").head().hasUnpublishedVersions()).isTrue();
        assertThat(get("orders").head().publishedAt()).isNull();
        assertThat(render("orders")).isEqualTo(new RenderResult.Refused(new NotPublished("orders")));
    }

    @Test
    void sendsWhatWasPublishedUntilItIsPublishedAgain() {
        TemplateId id = make("order", "orders");
        clock.advance(Duration.ofMinutes(1));
        assertThat(templates.publish(acme, "orders")).contains(id);
        TemplateHead published = get("orders").head();
        assertThat(published.isPublished()).isTrue();
        assertThat(published.hasUnpublishedVersions()).isFalse();
        assertThat(published.publishedAt()).isEqualTo(START.plusSeconds(60));
        assertThat(published.updatedAt()).isEqualTo(START);

        clock.advance(Duration.ofMinutes(1));
        rewrite("orders", "<p>new</p>");
        TemplateHead edited = get("orders").head();
        assertThat(edited.isPublished()).isTrue();
        assertThat(edited.hasUnpublishedVersions()).isTrue();
        assertThat(edited.currentVersion()).isNotEqualTo(published.currentVersion());
        assertThat(edited.updatedAt()).isEqualTo(START.plusSeconds(120));
        assertThat(get("orders").wording().html()).isEqualTo("<p>new</p>");
        assertThat(html("orders")).isEqualTo("<p>order</p>");

        templates.publish(acme, "orders");
        assertThat(html("orders")).isEqualTo("<p>new</p>");
        assertThat(get("orders").head().publishedAt()).isEqualTo(START.plusSeconds(120));
    }

    @Test
    void editsADraftInItsPlaceAndKeepsEveryVersionThatWasPublished() {
        make("order", "orders");
        var first = get("orders").head().currentVersion();
        rewrite("orders", "<p>second</p>");
        assertThat(get("orders").head().currentVersion()).isEqualTo(first);
        templates.publish(acme, "orders");
        rewrite("orders", "<p>third</p>");
        rewrite("orders", "<p>fourth</p>");
        templates.publish(acme, "orders");

        assertThat(versions()).isEqualTo(2);
        templates.remove(acme, "orders");
        assertThat(versions()).isZero();
    }

    @Test
    void changesNameAndAliasAtOnceWithoutANewVersion() {
        make("order", "orders");
        templates.publish(acme, "orders");

        var result = templates.update(
                acme, "orders", before -> new Draft("bill", "bills", before.wording(), before.variables()));

        assertThat(result).isInstanceOf(Saved.class);
        assertThat(templates.get(acme, "orders")).isEmpty();
        assertThat(get("bills").head().name()).isEqualTo("bill");
        assertThat(get("bills").head().hasUnpublishedVersions()).isFalse();
    }

    @Test
    void changesNothingWhenNothingIsDifferent() {
        make("order", "orders");
        templates.publish(acme, "orders");
        Template before = get("orders");
        clock.advance(Duration.ofMinutes(1));

        templates.update(acme, "orders", draft -> draft);
        templates.publish(acme, "orders");

        assertThat(get("orders")).isEqualTo(before);
    }

    @Test
    void knowsAVariableAgainByItsKey() {
        saved(templates.create(acme, draft("order", "orders", List.of(PRODUCT, PRICE))));
        List<Variable> before = get("orders").variables();
        clock.advance(Duration.ofMinutes(1));
        var dearer = new Declaration("PRICE", VariableType.NUMBER, 30);
        var fresh = new Declaration("COLOUR", VariableType.STRING, null);

        templates.update(
                acme,
                "orders",
                draft -> new Draft(draft.name(), draft.alias(), draft.wording(), List.of(fresh, dearer, PRODUCT)));

        List<Variable> after = get("orders").variables();
        assertThat(after).extracting(Variable::declaration).containsExactly(fresh, dearer, PRODUCT);
        assertThat(after.get(2)).isEqualTo(before.get(0));
        assertThat(after.get(1).id()).isEqualTo(before.get(1).id());
        assertThat(after.get(1).createdAt()).isEqualTo(START);
        assertThat(after.get(1).updatedAt()).isEqualTo(START.plusSeconds(60));
        assertThat(after.get(0).createdAt()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void duplicatesWhatIsEditedAsADraftWithoutAlias() {
        TemplateId id = saved(templates.create(acme, draft("order", "orders", List.of(PRODUCT))));
        templates.publish(acme, "orders");
        rewrite("orders", "<p>edited</p>");

        TemplateId twin = templates.duplicate(acme, "orders").orElseThrow();

        assertThat(twin).isNotEqualTo(id);
        Template copy = get(twin.toString());
        assertThat(copy.head().name()).isEqualTo("order (copy)");
        assertThat(copy.head().alias()).isNull();
        assertThat(copy.head().isPublished()).isFalse();
        assertThat(copy.wording().html()).isEqualTo("<p>edited</p>");
        assertThat(copy.variables()).extracting(Variable::declaration).containsExactly(PRODUCT);
        assertThat(copy.variables().getFirst().id())
                .isNotEqualTo(get("orders").variables().getFirst().id());
        templates.remove(acme, "orders");
        assertThat(templates.get(acme, twin.toString())).isPresent();
    }

    @Test
    void duplicatesTheLongestName() {
        make("n".repeat(255), "long");
        TemplateId twin = templates.duplicate(acme, "long").orElseThrow();
        assertThat(get(twin.toString()).head().name()).hasSize(255).endsWith("n (copy)");
    }

    @Test
    void refusesAnAliasThatIsTaken() {
        make("order", "orders");
        make("bill", "bills");

        assertThat(templates.create(acme, draft("x", "orders", List.of())))
                .isEqualTo(new Refused(new AliasTaken("orders")));
        assertThat(templates.update(
                        acme, "bills", draft -> new Draft(draft.name(), "orders", draft.wording(), draft.variables())))
                .isEqualTo(new Refused(new AliasTaken("orders")));
        assertThat(templates.update(acme, "orders", draft -> draft)).isInstanceOf(Saved.class);
        assertThat(templates.create(acme, draft("x", "Orders", List.of()))).isInstanceOf(Saved.class);
        assertThat(templates.create(rival, draft("x", "orders", List.of()))).isInstanceOf(Saved.class);
        assertThat(templates.create(acme, draft("y", null, List.of()))).isInstanceOf(Saved.class);
        assertThat(templates.create(acme, draft("z", null, List.of()))).isInstanceOf(Saved.class);
    }

    @Test
    void givesAnAliasAwayAgainOnceItsTemplateIsGone() {
        make("order", "orders");
        templates.remove(acme, "orders");
        assertThat(templates.create(acme, draft("x", "orders", List.of()))).isInstanceOf(Saved.class);
    }

    @Test
    void givesAnAliasToOneOfManyWhoAskAtOnce() throws Exception {
        make("bill", "bills");
        List<Future<SaveResult>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                boolean creates = i % 2 == 0;
                results.add(threads.submit(TestsAct.by(() -> creates
                        ? templates.create(acme, draft("x", "hot", List.of()))
                        : templates.update(
                                acme,
                                "bills",
                                draft -> new Draft(draft.name(), "hot", draft.wording(), draft.variables())))));
            }
        }
        int taken = 0;
        for (var result : results) if (result.get() instanceof Saved) taken++;
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void showsNothingToOtherTeams() {
        TemplateId id = make("order", "orders");
        templates.publish(acme, "orders");
        for (String which : List.of("orders", id.toString())) {
            assertThat(templates.get(rival, which)).isEmpty();
            assertThat(templates.publish(rival, which)).isEmpty();
            assertThat(templates.duplicate(rival, which)).isEmpty();
            assertThat(templates.remove(rival, which)).isEmpty();
            assertThat(templates.update(rival, which, draft -> draft))
                    .isEqualTo(new Refused(new NoSuchTemplate(which)));
            assertThat(templates.render(rival, which, Map.of()))
                    .isEqualTo(new RenderResult.Refused(new NoSuchTemplate(which)));
        }
        assertThat(templates.list(rival, PageRequest.first(20)).orElseThrow().items())
                .isEmpty();
        assertThat(templates.list(rival, new PageRequest(20, id.value(), null))).isEmpty();
        assertThat(templates.get(acme, "orders")).isPresent();
    }

    @Test
    void listsTheNewestFirst() {
        List<TemplateId> made = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            made.add(make(name, name));
            clock.advance(Duration.ofSeconds(1));
        }
        Page<TemplateHead> page = templates.list(acme, PageRequest.first(2)).orElseThrow();
        assertThat(page.items()).extracting(TemplateHead::name).containsExactly("c", "b");
        assertThat(page.hasMore()).isTrue();
        var next = new PageRequest(2, page.items().getLast().id().value(), null);
        assertThat(templates.list(acme, next).orElseThrow().items())
                .extracting(TemplateHead::id)
                .containsExactly(made.getFirst());
        assertThat(templates.list(acme, new PageRequest(2, UUID.randomUUID(), null)))
                .isEmpty();
    }

    @Test
    void rendersOverTheFallbacksOfThePublishedVersion() {
        var wording = new Wording(
                "Acme <a@acme.test>",
                "{{{PRODUCT}}} for {{{PRICE}}}",
                List.of("r@acme.test"),
                "<p>{{{PRODUCT}}}</p>",
                "{{{PRICE}}}");
        TemplateId id = saved(templates.create(acme, new Draft("order", "orders", wording, List.of(PRODUCT, PRICE))));
        templates.publish(acme, "orders");

        assertThat(templates.render(acme, "orders", Map.of("PRODUCT", "Vintage Macintosh", "OTHER", true)))
                .isEqualTo(new Rendered(
                        id,
                        "Acme <a@acme.test>",
                        "Vintage Macintosh for 25",
                        List.of("r@acme.test"),
                        "<p>Vintage Macintosh</p>",
                        "25"));
    }

    @Test
    void takesFiftyVariablesAndRefusesMore() {
        assertThat(templates.create(acme, draft("x", null, many(50)))).isInstanceOf(Saved.class);
        assertThat(templates.create(acme, draft("x", null, many(51))))
                .isEqualTo(new Refused(new TooManyVariables(51, 50)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FIRST_NAME",
                "LAST_NAME",
                "EMAIL",
                "UNSUBSCRIBE_URL",
                "RESEND_UNSUBSCRIBE_URL",
                "contact",
                "this"
            })
    void refusesReservedKeys(String key) {
        assertThat(declare(key, VariableType.STRING, null)).isEqualTo(new Refused(new ReservedKey(key)));
        assertThat(declare(key + "_", VariableType.STRING, null)).isInstanceOf(Saved.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A-B", "A B", "a.b", "Ä", "{{{X}}}", "A\n"})
    void refusesKeysOfOtherLetters(String key) {
        assertThat(declare(key, VariableType.STRING, null)).isEqualTo(new Refused(new BadKey(key)));
    }

    @Test
    void boundsTheLengthOfKeys() {
        assertThat(declare("k".repeat(50), VariableType.STRING, null)).isInstanceOf(Saved.class);
        assertThat(declare("k".repeat(51), VariableType.STRING, null))
                .isEqualTo(new Refused(new BadKey("k".repeat(51))));
    }

    @Test
    void refusesAKeyThatIsThereTwiceButTellsCasesApart() {
        var other = new Declaration("PRODUCT", VariableType.NUMBER, null);
        assertThat(templates.create(acme, draft("x", null, List.of(PRODUCT, other))))
                .isEqualTo(new Refused(new DuplicateKey("PRODUCT")));
        var lower = new Declaration("product", VariableType.STRING, null);
        assertThat(templates.create(acme, draft("x", null, List.of(PRODUCT, lower))))
                .isInstanceOf(Saved.class);
    }

    @Test
    void refusesFallbacksThatAreNoValues() {
        assertThat(declare("A", VariableType.STRING, 1)).isEqualTo(fallback(Flaw.NOT_A_STRING));
        assertThat(declare("A", VariableType.NUMBER, "1")).isEqualTo(fallback(Flaw.NOT_A_NUMBER));
        assertThat(declare("A", VariableType.STRING, true)).isEqualTo(fallback(Flaw.NOT_A_STRING));
        assertThat(declare("A", VariableType.STRING, "x".repeat(2001))).isEqualTo(fallback(Flaw.TOO_LONG));
        assertThat(declare("A", VariableType.STRING, "\0")).isEqualTo(fallback(Flaw.HAS_NUL));
        assertThat(declare("A", VariableType.NUMBER, 1L << 53)).isEqualTo(fallback(Flaw.OUT_OF_RANGE));
        assertThat(declare("A", VariableType.STRING, "x".repeat(2000))).isInstanceOf(Saved.class);
        assertThat(declare("A", VariableType.STRING, "")).isInstanceOf(Saved.class);
        assertThat(declare("A", VariableType.NUMBER, (1L << 53) - 1)).isInstanceOf(Saved.class);
        assertThat(declare("A", VariableType.NUMBER, 19.99)).isInstanceOf(Saved.class);
    }

    @Test
    void refusesAliasesThatCouldNotBeAskedFor() {
        for (String alias : List.of("0190b6c4-0000-7000-8000-000000000000", ".", ".."))
            assertThat(templates.create(acme, draft("x", alias, List.of())))
                    .isEqualTo(new Refused(new BadText("alias", "must not be a UUID, `.` or `..`")));
        assertThat(templates.create(acme, draft("x", " ", List.of())))
                .isEqualTo(new Refused(new BadText("alias", "must not be blank")));
        assertThat(templates.create(acme, draft("x", "a\u0000b", List.of())))
                .isEqualTo(new Refused(new BadText("alias", "must not contain control characters")));
        assertThat(templates.create(acme, draft("x", "a".repeat(256), List.of())))
                .isEqualTo(new Refused(new BadText("alias", "must be at most 255 characters")));
        assertThat(templates.create(acme, draft("x", "grüße/1 +@", List.of()))).isInstanceOf(Saved.class);
    }

    @Test
    void refusesWordingThatNoEmailCouldHave() {
        assertThat(word("nobody", "s", List.of(), "h", null)).isEqualTo(new Refused(new BadMailbox("from")));
        assertThat(word(null, "s", List.of("a@b.test", "nobody"), "h", null))
                .isEqualTo(new Refused(new BadMailbox("reply_to")));
        assertThat(word(null, "a\r\nBcc: b@c.test", List.of(), "h", null))
                .isEqualTo(new Refused(new BadText("subject", "must be one line")));
        assertThat(word(null, "\0", List.of(), "h", null)).isEqualTo(nul("subject"));
        assertThat(word(null, null, List.of(), "\0", null)).isEqualTo(nul("html"));
        assertThat(word(null, null, List.of(), "h", "\0")).isEqualTo(nul("text"));
    }

    @Test
    void refusesAChangeWholly() {
        make("order", "orders");
        Template before = get("orders");
        var result = templates.update(acme, "orders", draft -> new Draft("", null, draft.wording(), List.of()));
        assertThat(result).isEqualTo(new Refused(new BadText("name", "must not be blank")));
        assertThat(get("orders")).isEqualTo(before);
    }

    private static Refused nul(String field) {
        return new Refused(new BadText(field, "must not contain NUL"));
    }

    private static Refused fallback(Flaw flaw) {
        return new Refused(new BadFallback("A", flaw));
    }

    private static List<Declaration> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Declaration("V" + i, VariableType.STRING, null))
                .toList();
    }

    private static Draft draft(String name, @Nullable String alias, List<Declaration> variables) {
        return new Draft(name, alias, new Wording(null, null, List.of(), "<p>" + name + "</p>", null), variables);
    }

    private SaveResult word(
            @Nullable String from, @Nullable String subject, List<String> replyTo, String html, @Nullable String text) {
        return templates.create(acme, new Draft("x", null, new Wording(from, subject, replyTo, html, text), List.of()));
    }

    private SaveResult declare(String key, VariableType type, @Nullable Object fallback) {
        return templates.create(acme, draft("x", null, List.of(new Declaration(key, type, fallback))));
    }

    private TemplateId make(String name, String alias) {
        return saved(templates.create(acme, draft(name, alias, List.of())));
    }

    private void rewrite(String idOrAlias, String html) {
        saved(templates.update(
                acme,
                idOrAlias,
                draft -> new Draft(
                        draft.name(),
                        draft.alias(),
                        new Wording(null, null, List.of(), html, null),
                        draft.variables())));
    }

    private static TemplateId saved(SaveResult result) {
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).id();
    }

    private Template get(String idOrAlias) {
        return templates.get(acme, idOrAlias).orElseThrow();
    }

    private RenderResult render(String idOrAlias) {
        return templates.render(acme, idOrAlias, Map.of());
    }

    private String html(String idOrAlias) {
        return ((Rendered) render(idOrAlias)).html();
    }

    private long versions() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from template_versions")
                .mapTo(Long.class)
                .one());
    }
}
