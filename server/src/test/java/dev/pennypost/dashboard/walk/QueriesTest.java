package dev.pennypost.dashboard.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.storage.CountedStatements;
import dev.pennypost.storage.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A page costs a few questions to the database, however long its list is.
class QueriesTest {
    private static final int MOST = 10;
    private static final int ROWS = 4;

    private final CountedStatements counted = CountedStatements.of(TestPostgres.freshDatabase());
    private final FullWorld full = new FullWorld(counted.address());

    @AfterEach
    void close() {
        full.close();
    }

    @Test
    void noPageAsksMoreThanTenTimesNorMoreOftenForMoreRows() {
        var team = full.operators("acme.test", field -> field).fill(1);
        var few = questions(team);
        team.fill(ROWS);
        var many = questions(team);
        var softly = new SoftAssertions();
        many.forEach((route, asked) -> {
            softly.assertThat(asked).as("questions of %s", route).hasSizeLessThanOrEqualTo(MOST);
            softly.assertThat(asked.size())
                    .as("questions of %s with more rows: %s", route, asked)
                    .isLessThanOrEqualTo(few.getOrDefault(route, List.of()).size());
            // at the least for the session
            softly.assertThat(asked).as("questions of %s", route).isNotEmpty();
        });
        softly.assertAll();
        assertThat(many).hasSizeGreaterThan(60);
    }

    private Map<String, List<String>> questions(FullTeam team) {
        var questions = new TreeMap<String, List<String>>();
        for (Place place : full.ofMembers()) {
            if (place.isForm() || place.isLive()) continue;
            String path = place.path(team::last);
            count(questions, team, place.route(), path);
            if (place.things().isEmpty()) count(questions, team, place.route() + "?format=csv", path + "?format=csv");
        }
        for (String more : List.of(
                "/emails?recipient=acme&status=bounced",
                "/metrics?tag=kind&range=month",
                "/queue/act?verb=cancel&domain=acme.test",
                "/templates/" + team.last("template") + "?v.NAME=Ada&version=" + team.last("version"),
                "/emails/" + team.last("email") + "?view=source",
                "/emails/" + team.last("email") + "?view=headers",
                "/webhooks/" + team.last("webhook") + "?format=csv",
                "/domains/" + team.last("domain") + "?format=csv"))
            count(questions, team, "GET " + more.replaceAll("[0-9a-f-]{36}", "{id}"), "/dashboard" + more);
        return questions;
    }

    private void count(Map<String, List<String>> questions, FullTeam team, String route, String path) {
        questions.put(
                route,
                counted.during(() ->
                        assertThat(team.owner().get(path).statusCode()).as(path).isLessThan(500)));
    }
}
