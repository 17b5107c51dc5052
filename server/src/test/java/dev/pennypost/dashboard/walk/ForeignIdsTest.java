package dev.pennypost.dashboard.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What another team has is not found: not to be looked at, not to be changed, and not to be told from what there is
/// not.
class ForeignIdsTest {
    /// Things that belong to no team.
    private static final Set<String> NOBODYS =
            Set.of("mail"); // what the sandbox catches left for the outside world, where every key reads it as well

    /// How often somebody asked for what must not be asked for too often.
    private static final Set<String> COUNTED = Set.of("sign_in_delays");

    private final FullWorld full = new FullWorld();
    private final FullTeam ours =
            full.team("ours.test", field -> "Ours-7 " + field).fill(1);
    private final FullTeam theirs =
            full.team("theirs.test", field -> "Theirs-7 " + field).fill(1);

    @AfterEach
    void close() {
        full.close();
    }

    @Test
    void inPathsAreAnsweredLikeIdsOfNothingAndChangeNothing() {
        var before = full.snapshot();
        var walked = new HashSet<String>();
        for (Place place : full.ofMembers()) {
            for (int foreign = 1; foreign < 1 << place.things().size(); foreign++) {
                if (!concernsIds(place, foreign)) continue;
                answersLikeNothing(place, foreign);
                assertThat(full.changedSince(before))
                        .as("after %s with things %s", place, foreign)
                        .isSubsetOf(COUNTED);
                walked.add(place.route());
            }
        }
        assertThat(walked).hasSizeGreaterThan(60);
        // the very same ids are good where they belong: they were not refused for another reason
        for (Place place : full.ofMembers())
            if (place.hasIds() && !place.isForm() && !place.isLive())
                assertThat(theirs.owner().get(place.path(theirs::id)).statusCode())
                        .as("%s for its own team", place)
                        .isEqualTo(200);
    }

    /// @param foreign a bit for each parameter of the path, set where it names a thing of theirs
    private static boolean concernsIds(Place place, int foreign) {
        for (int i = 0; i < place.things().size(); i++) {
            String thing = place.things().get(i);
            if ((foreign >> i & 1) == 1 && (!Place.isId(thing) || NOBODYS.contains(thing))) return false;
        }
        return true;
    }

    private void answersLikeNothing(Place place, int foreign) {
        var asked = new ArrayList<String>();
        var nothing = new ArrayList<String>();
        for (int i = 0; i < place.things().size(); i++) {
            String thing = place.things().get(i);
            boolean isTheirs = (foreign >> i & 1) == 1;
            String id = !Place.isId(thing) ? thing.substring(1) : isTheirs ? theirs.id(thing) : ours.id(thing);
            asked.add(id);
            nothing.add(isTheirs ? unlike(id) : id);
        }
        var answer = ask(place, asked, theirs::id);
        var missing = ask(place, nothing, FullTeam::nowhere);
        assertThat(answer.statusCode()).as(place.route()).isEqualTo(missing.statusCode());
        assertThat(answer.body()).as(place.route()).isEqualTo(missing.body()).doesNotContain("Theirs-7", "theirs.test");
        assertThat(answer.statusCode()).as(place.route()).isIn(404, 422);
    }

    /// An id of the same form that nothing has.
    private static String unlike(String id) {
        return id.startsWith("msg_")
                ? id.substring(0, id.length() - 4) + "1111"
                : UUID.randomUUID().toString();
    }

    private HttpResponse<String> ask(Place place, List<String> path, UnaryOperator<String> inForm) {
        return place.isForm()
                ? ours.owner().post(place.path(path), place.fields(inForm))
                : ours.owner().get(place.path(path));
    }

    @Test
    void inQueriesFindNothing() {
        Map<String, String> asked = Map.ofEntries(
                Map.entry("/emails?domain=", "domain"),
                Map.entry("/emails?after=", "email"),
                Map.entry("/emails?before=", "email"),
                Map.entry("/emails?format=csv&domain=", "domain"),
                Map.entry("/metrics?domain=", "domain"),
                Map.entry("/metrics?format=csv&domain=", "domain"),
                Map.entry("/logs?key=", "key"),
                Map.entry("/logs?after=", "log"),
                Map.entry("/domains?after=", "domain"),
                Map.entry("/templates?after=", "template"),
                Map.entry("/api-keys?before=", "key"),
                Map.entry("/webhooks?after=", "webhook"),
                Map.entry("/suppressions?after=", "suppression"),
                Map.entry("/suppressions/topics?after=", "topic"),
                Map.entry("/audit?id=", "domain"),
                Map.entry("/audit?after=", "domain"),
                Map.entry("/templates/" + ours.id("template") + "?version=", "version"),
                Map.entry("/templates/" + ours.id("template") + "/frame?version=", "version"),
                Map.entry("/domains/" + ours.id("domain") + "/history?after=", "domain"),
                Map.entry("/webhooks/" + ours.id("webhook") + "?after=", "message"));
        asked.forEach((query, thing) -> {
            String id = theirs.id(thing);
            String nothing = unlike(id);
            var answer = ours.owner().get("/dashboard" + query + id);
            var missing = ours.owner().get("/dashboard" + query + nothing);
            assertThat(answer.statusCode()).as(query).isEqualTo(missing.statusCode());
            assertThat(answer.body())
                    .as(query)
                    .isEqualTo(missing.body().replace(nothing, id))
                    .doesNotContain("Theirs-7", "theirs.test");
        });
    }

    @Test
    void inFieldsOfFormsAreRefusedLikeIdsOfNothing() {
        var before = full.snapshot();
        String template = "/dashboard/templates/" + ours.id("template") + "/restore";
        String webhook = "/dashboard/webhooks/" + ours.id("webhook");
        String endpoint = "https://eve.test/in";
        likeNothing("domain", "/dashboard/api-keys", "name", "ci", "permission", "sending", "domain", "?");
        likeNothing("domain", "/dashboard/webhooks", "endpoint", endpoint, "which", "all", "domains", "?");
        likeNothing("domain", webhook, "endpoint", endpoint, "which", "all", "domains", "?");
        likeNothing("version", template, "version", "?");
        likeNothing("hold", "/dashboard/queue/resume", "id", "?");
        likeNothing("email", "/dashboard/queue/act", "verb", "pause", "email", "?", "reason", "mine");
        assertThat(full.changedSince(before)).isEmpty();
    }

    private void likeNothing(String thing, String path, String... fields) {
        String id = thing.equals("hold") ? UUID.randomUUID().toString() : theirs.id(thing);
        String nothing = UUID.randomUUID().toString();
        var answer = ours.owner().post(path, filled(fields, id));
        var missing = ours.owner().post(path, filled(fields, nothing));
        assertThat(answer.statusCode()).as(path).isEqualTo(missing.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body())
                .as(path)
                .isEqualTo(missing.body().replace(nothing, id))
                .doesNotContain("Theirs-7", "theirs.test");
    }

    private static String[] filled(String[] fields, String id) {
        return List.of(fields).stream()
                .map(field -> field.equals("?") ? id : field)
                .toArray(String[]::new);
    }

    @Test
    void ofTeamsCannotBeChosenByWhoIsNoMember() {
        ours.owner().post("/dashboard/settings/teams", "name", "Second");
        String home = ours.owner().get("/dashboard").body();
        ours.owner()
                .submit(
                        ours.owner().page("/dashboard"),
                        "/dashboard/team",
                        "team",
                        theirs.id("team"),
                        "back",
                        "/dashboard");
        assertThat(ours.owner().get("/dashboard").body()).isEqualTo(home);
        assertThat(ours.owner().page("/dashboard").expectFirst("h1").text()).startsWith("Ours-7");
    }
}
