package dev.pennypost.dashboard.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.dashboard.Browser;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// No other site can have a visitor's browser change anything.
///
/// What people send who have signed in needs the token of their session, and must not come from elsewhere by the word
/// of the browser: `Sec-Fetch-Site` (Fetch Metadata §2) or, with older ones, `Origin` (RFC 6454 §7). What guests send
/// has no session to take a token from; it is guarded by that word alone. Behind both, every cookie is
/// `SameSite=Lax`, so that a form of another site would come without any.
class ForgedFormsTest {
    private static final Map<String, List<String>> FROM_ELSEWHERE = Map.of(
            "another origin", List.of("Origin", "https://evil.test"),
            "no origin that it would say", List.of("Origin", "null"),
            "another site", List.of("Sec-Fetch-Site", "cross-site"),
            "another host of our site", List.of("Sec-Fetch-Site", "same-site"));

    /// Forms of guests that act for whoever is signed in and so need the token as well: without it they lead away.
    private static final Set<String> OF_A_SESSION = Set.of("POST /sign-out", "POST /invitation/{token}");

    private final FullWorld full = new FullWorld();
    private final FullTeam team = full.operators("acme.test", field -> field);

    @AfterEach
    void close() {
        full.close();
    }

    @Test
    void formsOfMembersNeedTheTokenOfTheirSession() {
        team.fill(1);
        String hold = hold();
        try (Browser sameElsewhere = team.owner().elsewhere()) {
            var before = full.snapshot();
            for (Place place : full.ofMembers()) {
                if (!place.isForm()) continue;
                String path = place.path(team::id);
                String[] fields = place.fields(thing -> thing.equals("hold") ? hold : team.id(thing));
                for (String token : List.of("", "x", team.owner().csrf() + "x", sameElsewhere.csrf()))
                    refused(place, "token " + token, team.owner().postWithToken(path, token, fields));
                FROM_ELSEWHERE.forEach(
                        (where, headers) -> refused(place, where, team.owner().postWithHeaders(headers, path, fields)));
                assertThat(full.changedSince(before)).as("after %s", place).isEmpty();
            }
        }
    }

    /// What the same forms do when nothing is wrong with them stands in RolesTest: this one would else pass with paths
    /// that lead nowhere.
    @Test
    void theSameFormsAreTakenWithTheToken() {
        team.fill(1);
        for (Place place : full.ofMembers()) {
            if (!place.isForm() || place.route().endsWith("/leave")) continue;
            var answer = team.owner()
                    .postWithHeaders(
                            List.of("Sec-Fetch-Site", "same-origin"), place.path(FullTeam::nowhere), "role", "x");
            assertThat(answer.statusCode()).as(place.route()).isNotEqualTo(403);
        }
    }

    @Test
    void formsOfGuestsMustComeFromHere() {
        String token = invitation();
        team.fill(1);
        var before = full.snapshot();
        try (Browser stranger = Browser.stranger(full.world())) {
            for (Place place : full.ofGuests()) {
                if (!place.isForm()) continue;
                List<String> ids = place.things().isEmpty() ? List.of() : List.of(token);
                FROM_ELSEWHERE.forEach((where, headers) -> {
                    String path = place.path(ids);
                    refused(place, where, stranger.postWithHeaders(headers, path, place.fields(team::id)));
                    refused(place, where, team.owner().postWithHeaders(headers, path, place.fields(team::id)));
                });
                if (OF_A_SESSION.contains(place.route())) {
                    var answer = team.owner().postWithToken(place.path(ids), "x");
                    assertThat(answer.statusCode()).as(place.route()).isEqualTo(303);
                }
                assertThat(full.changedSince(before)).as("after %s", place).isEmpty();
            }
        }
        assertThat(team.owner().get("/dashboard").statusCode())
                .as("whoever was signed in still is")
                .isEqualTo(200);
    }

    @Test
    void cookiesAreNotSentAlongWithFormsOfOtherSites() {
        var answer = team.owner()
                .post("/dashboard/theme", "theme", "dark", "back", "/dashboard")
                .headers()
                .firstValue("Set-Cookie");
        assertThat(answer).get().asString().contains("; SameSite=Lax", "; HttpOnly", "; Path=/;");
    }

    /// The token of an invitation that waits.
    private String invitation() {
        var page = team.owner()
                .post("/dashboard/settings/invitations", "email", "new@example.com", "role", "VIEWER")
                .body();
        String before = "/dashboard/invitation/";
        String rest = page.substring(page.indexOf(before) + before.length());
        return rest.split("[^A-Za-z0-9_-]", 2)[0];
    }

    /// The id of a pause that lasts.
    private String hold() {
        var page = team.owner()
                .submit(
                        team.owner().page("/dashboard/queue/act?verb=pause&email=" + team.id("scheduled")),
                        "/dashboard/queue/act",
                        "reason",
                        "for a while");
        return page.expectFirst("form[action=/dashboard/queue/resume] input[name=id]")
                .val();
    }

    private static void refused(Place place, String how, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as("%s with %s", place, how).isEqualTo(403);
        assertThat(answer.body()).as("%s with %s", place, how).contains("This form is out of date");
    }
}
