package dev.pennypost.dashboard.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuppressionPagesTest {
    private static final String PATH = "/dashboard/suppressions";

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private Document add(String emails) {
        return browser.submit(browser.page(PATH + "/new"), PATH, "emails", emails);
    }

    @Test
    void saysWhatBelongsThereWhileItIsEmpty() {
        assertThat(browser.page(PATH).select(".empty h2").text()).isEqualTo("Nobody is suppressed");
    }

    @Test
    void takesWhatIsPasted() {
        Document list = add("Ann@Dest.Test\n\n\"bob@dest.test\",bounce,2026-01-01\r\nann@dest.test\n");
        assertThat(list.select(".flash").text()).isEqualTo("The 2 addresses are suppressed.");
        assertThat(list.select("td a.lead").eachText()).containsExactlyInAnyOrder("ann@dest.test", "bob@dest.test");
        assertThat(list.select(".badge").eachText()).containsOnly("Added by hand");
    }

    @Test
    void refusesLinesThatHoldNoAddressAndKeepsWhatWasPasted() {
        Document page = add("ann@dest.test\nnot one\nbob@@dest.test");
        assertThat(page.select("#emails-error li").eachText()).hasSize(2);
        assertThat(page.select("#emails-error").text())
                .contains("Line 2: “not one” holds no address.")
                .contains("Line 3: “bob@@dest.test”");
        assertThat(page.select("textarea").attr("aria-describedby")).startsWith("emails-error");
        assertThat(page.select("textarea").text()).contains("bob@@dest.test");
        assertThat(browser.page(PATH).select("td")).isEmpty();
    }

    @Test
    void refusesNothingAtAll() {
        assertThat(browser.post(PATH, "emails", " ").statusCode()).isEqualTo(422);
    }

    @Test
    void findsByAPartOfTheAddressAndByReason() {
        add("ann@dest.test\nbob@else.test");
        assertThat(browser.page(PATH + "?search=ELSE").select("td a.lead").eachText())
                .containsExactly("bob@else.test");
        assertThat(browser.page(PATH + "?search=100%25").select(".empty h2").text())
                .isEqualTo("Nothing fits");
        assertThat(browser.page(PATH + "?origin=manual").select("td a.lead")).hasSize(2);
        assertThat(browser.page(PATH + "?origin=bounce").select("td a.lead")).isEmpty();
    }

    @Test
    void turnsPagesAndKeepsTheSearch() {
        add(IntStream.range(0, 60).mapToObj(i -> "n" + i + "@dest.test").collect(Collectors.joining("\n")));
        Document first = browser.page(PATH + "?search=dest");
        assertThat(first.select("tbody tr")).hasSize(50);
        Document second = browser.page(first.select("a[rel=next]").attr("href"));
        assertThat(second.select("tbody tr")).hasSize(10);
        assertThat(second.select("a[rel=prev]").attr("href")).contains("search=dest");
        assertThat(browser.get(PATH + "?after=01900000-0000-7000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.page(PATH + "?after=nonsense").select("tbody tr")).hasSize(50);
    }

    @Test
    void letsOneGoAgain() {
        Document one = browser.page(add("ann@dest.test").select("td a.lead").attr("href"));
        assertThat(one.select("h1").text()).isEqualTo("ann@dest.test");
        String action = one.select("details.drop form").attr("action");
        assertThat(browser.submit(one, action).select(".flash").text())
                .isEqualTo("ann@dest.test gets your emails again.");
        assertThat(browser.post(action).statusCode()).isEqualTo(404);
    }

    @Test
    void exportsAllOfThem() {
        add("ann@dest.test\nbob@else.test");
        assertThat(browser.get(PATH + "?format=csv").body())
                .startsWith("email,origin,source_id,diagnostic,created_at\r\n")
                .contains("ann@dest.test,manual,,,")
                .contains("bob@else.test,manual,,,");
        assertThat(browser.get(PATH + "?format=csv&search=else").body()).doesNotContain("ann@");
    }

    @Test
    void keepsTeamsApart() {
        String path = add("ann@dest.test").select("td a.lead").attr("href");
        try (var stranger = Browser.of(world, world.newKey(), Role.OWNER)) {
            assertThat(stranger.get(path).statusCode()).isEqualTo(404);
            assertThat(stranger.post(path + "/remove").statusCode()).isEqualTo(404);
            assertThat(stranger.page(PATH).select("td")).isEmpty();
        }
        assertThat(browser.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void letsAViewerLookOnly() {
        String path = add("ann@dest.test").select("td a.lead").attr("href");
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page(PATH).select("a[href=" + PATH + "/new]")).isEmpty();
            assertThat(viewer.page(path).select("form[action$=/remove]")).isEmpty();
            assertThat(viewer.post(path + "/remove").statusCode()).isEqualTo(403);
            assertThat(viewer.post(PATH, "emails", "bob@dest.test").statusCode())
                    .isEqualTo(403);
            assertThat(viewer.get(PATH + "/new").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void showsScriptAsText() {
        Document refused = add("<script>alert(1)</script>");
        assertThat(refused.select("main script")).isEmpty();
        assertThat(refused.select("#emails-error").text()).contains("<script>alert(1)</script>");
        assertThat(browser.page(PATH + "?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                        .select("main script"))
                .isEmpty();
    }
}
