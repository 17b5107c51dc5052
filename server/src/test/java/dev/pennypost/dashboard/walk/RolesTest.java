package dev.pennypost.dashboard.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.dashboard.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who may open which page and send which form: every route is asked by somebody of every role, and what they were let
/// do is the table of `docs/reference/pages.md`.
class RolesTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root", ".."))
            .resolve("docs/reference/pages.md")
            .toAbsolutePath()
            .normalize();
    private static final String BEGIN = "<!-- routes -->\n";
    private static final String END = "<!-- end -->";

    private final FullWorld full = new FullWorld();

    @AfterEach
    void close() {
        full.close();
    }

    @Test
    void letEverybodyDoWhatTheTableSays() throws IOException {
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, expected);
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=RolesTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .hasContent(expected);
    }

    private String table() {
        var may = new LinkedHashMap<String, Map<Place, Boolean>>();
        String key = full.world().newKey();
        try (Browser stranger = Browser.stranger(full.world())) {
            Map<Place, Boolean> nobody = asked(stranger);
            assertThat(nobody).as("what nobody may who is not signed in").doesNotContainValue(true);
        }
        // a team keeps an owner when one leaves
        Browser.of(full.world(), key, Role.OWNER).close();
        Browser.of(full.world(), full.operatorsKey(), Role.OWNER).close();
        for (Role role : List.of(Role.VIEWER, Role.DEVELOPER, Role.ADMIN, Role.OWNER))
            may.put(role.name(), asked(key, role));
        may.put("OPERATOR", asked(full.operatorsKey(), Role.OWNER));
        for (Place place : full.ofMembers()) mayMoreThanThoseBelow(place, may);
        return full.ofMembers().stream()
                .map(place -> "| `" + place.route() + "` | "
                        + may.values().stream()
                                .map(of -> Boolean.TRUE.equals(of.get(place)) ? "yes" : "–")
                                .collect(Collectors.joining(" | "))
                        + " |\n")
                .collect(Collectors.joining());
    }

    private static void mayMoreThanThoseBelow(Place place, Map<String, Map<Place, Boolean>> may) {
        var inOrder = new ArrayList<Boolean>();
        may.values().forEach(of -> inOrder.add(of.get(place)));
        assertThat(inOrder).as(place.route()).isSorted();
        assertThat(inOrder.getLast()).as("%s is for somebody", place).isTrue();
    }

    private Map<Place, Boolean> asked(String key, Role role) {
        try (Browser browser = Browser.of(full.world(), key, role)) {
            return asked(browser);
        }
    }

    /// Asks with ids of nothing and empty forms, so that little comes of it; leaves the team last.
    private Map<Place, Boolean> asked(Browser browser) {
        var may = new LinkedHashMap<Place, Boolean>();
        for (Place place : full.ofMembers()) if (!isLast(place)) may.put(place, isLetIn(browser, place));
        for (Place place : full.ofMembers()) if (isLast(place)) may.put(place, isLetIn(browser, place));
        return may;
    }

    private static boolean isLast(Place place) {
        return place.route().equals("POST /settings/leave");
    }

    private static boolean isLetIn(Browser browser, Place place) {
        String path = place.path(FullTeam::nowhere);
        int status;
        String elsewhere;
        if (place.isForm()) {
            var answer = browser.post(path);
            status = answer.statusCode();
            elsewhere = answer.headers().firstValue("location").orElse("");
            if (status == 403) assertThat(answer.body()).as(place.route()).contains("You may not do this");
        } else {
            var answer = browser.beginning(path, 0);
            status = answer.status();
            elsewhere = answer.headers().firstValue("location").orElse("");
        }
        assertThat(status).as(place.route()).isLessThan(500);
        return status != 403 && !elsewhere.startsWith("/dashboard/sign-in");
    }
}
