package dev.pennypost.dashboard.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.dashboard.Browser;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.assertj.core.api.SoftAssertions;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nothing that strangers or customers wrote runs on a page, whatever field it stands in. Every field that the pages
/// show holds script that tells which field it is; every page that can be reached is read.
class InertTest {
    private static final String OURS = "/dashboard";

    /// What every page says of what may run in it.
    private static final String POLICY = "default-src 'none'; script-src 'self';";

    /// Fields that are not shown as they are: in documents of their own, without rights, or not at all.
    private static final Set<String> NOT_ON_PAGES = Set.of("name of a caught file");

    private final Set<String> planted = new ConcurrentSkipListSet<>();
    private final FullWorld full = new FullWorld();
    private final FullTeam team = full.operators("acme.test", this::script);
    private final SoftAssertions softly = new SoftAssertions();
    private final Set<String> seen = new TreeSet<>();

    @AfterEach
    void close() {
        full.close();
    }

    /// Breaks out of texts, attributes and scripts, and tells which field it stood in.
    private String script(String field) {
        planted.add(field);
        String mark = mark(field);
        return mark
                + "'\"></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>javascript:alert(1)";
    }

    /// Short, so that it is there also where fields are short.
    private static String mark(String field) {
        return "<x" + Integer.toString(field.hashCode() & 0x7fffffff, 36) + " onclick=alert(1)>";
    }

    @Test
    void nothingThatIsStoredRunsOnAnyPage() {
        team.fill(2);
        control();
        walk();
        assertThat(seen).as("pages that were read").hasSizeGreaterThan(80);
        softly.assertAll();
    }

    private void control() {
        var owner = team.owner();
        String reason = script("reason of a pause");
        owner.submit(
                owner.page("/dashboard/queue/act?verb=pause&email=" + team.id("scheduled")),
                "/dashboard/queue/act",
                "reason",
                reason);
        owner.post(
                "/dashboard/queue/sites/suspend",
                "site",
                "acme.test",
                "minutes",
                "5",
                "reason",
                script("reason of a rest"));
    }

    /// Opens every page, and what they link to, once.
    private void walk() {
        var shown = new StringBuilder();
        var ahead = new ArrayDeque<String>();
        for (Place place : full.ofMembers()) {
            if (place.isForm()) continue;
            for (String path : List.of(place.path(team::id), place.path(team::last)))
                if (place.isLive()) live(path, shown);
                else ahead.add(path);
        }
        String hostile = URLEncoder.encode(script("query"), StandardCharsets.UTF_8);
        for (Place place : full.ofMembers())
            if (!place.isForm() && !place.isLive())
                for (String name : List.of("q", "search", "subject", "path", "tag", "name", "site", "v.NAME", "to"))
                    ahead.add(place.path(team::id) + "?" + name + "=" + hostile);
        while (!ahead.isEmpty()) {
            String path = ahead.poll();
            if (!seen.add(path)) continue;
            read(path, team.owner().get(path), shown, ahead);
        }
        for (Place place : full.ofGuests())
            if (!place.isForm())
                try (Browser guest = Browser.stranger(full.world())) {
                    String path = place.path(team::id);
                    read(path, guest.get(path), shown, new ArrayDeque<>());
                }
        refusedForms(shown);
        String all = shown.toString();
        for (String field : planted)
            if (!NOT_ON_PAGES.contains(field))
                softly.assertThat(all.contains(mark(field)))
                        .as("some page shows the field “%s”", field)
                        .isTrue();
    }

    /// Forms that are refused show what was filled in.
    private void refusedForms(StringBuilder shown) {
        for (Place place : full.ofMembers()) {
            if (!place.isForm() || place.route().endsWith("/leave")) continue;
            String[] fields = place.fields(thing -> thing.equals("hold") ? "x" : team.id(thing))
                    .clone();
            for (int i = 1; i < fields.length; i += 2) fields[i] = script("field of a form");
            String path = place.path(team::id);
            var answer = team.owner().post(path, fields);
            if (answer.statusCode() == 422) read(path, answer, shown, new ArrayDeque<>());
        }
    }

    private void read(String path, HttpResponse<String> answer, StringBuilder shown, ArrayDeque<String> ahead) {
        softly.assertThat(answer.statusCode()).as(path).isLessThan(500);
        String policy = header(answer.headers(), "content-security-policy");
        String type = header(answer.headers(), "content-type");
        softly.assertThat(header(answer.headers(), "x-content-type-options"))
                .as(path)
                .isEqualTo("nosniff");
        if (path.startsWith(OURS + "/assets/")) return;
        if (!type.startsWith("text/html")
                || !header(answer.headers(), "content-disposition").isEmpty()) {
            softly.assertThat(policy).as("policy of the file " + path).startsWith("sandbox; default-src 'none'");
            softly.assertThat(header(answer.headers(), "content-disposition"))
                    .as(path)
                    .startsWith("attachment");
            shown.append(answer.body());
        } else if (policy.startsWith("sandbox")) {
            softly.assertThat(policy)
                    .as("policy of the frame " + path)
                    .startsWith("sandbox; default-src 'none'")
                    .doesNotContain("script-src", "allow-scripts", "allow-same-origin");
            shown.append(answer.body());
        } else {
            softly.assertThat(policy)
                    .as("policy of " + path)
                    .startsWith(POLICY)
                    .doesNotContain("unsafe")
                    .contains("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'");
            Document page = Jsoup.parse(answer.body(), "http://here.test" + path);
            inert(path, page);
            shown.append(page.wholeText());
            page.select("[value], [title], [href], [aria-label]")
                    .forEach(element -> element.attributes()
                            .forEach(attribute ->
                                    shown.append(attribute.getValue()).append('\n')));
            links(page, ahead);
        }
    }

    private void inert(String path, Document page) {
        for (Element script : page.select("script")) {
            softly.assertThat(script.attr("src")).as("a script of " + path).startsWith(OURS + "/assets/");
            softly.assertThat(script.data()).as("a script of " + path).isBlank();
        }
        for (Element element : page.getAllElements()) {
            softly.assertThat(element.tagName())
                    .as("an element of " + path)
                    .doesNotMatch("x[0-9a-z]{4,}|base|object|embed");
            for (Attribute attribute : element.attributes()) {
                String name = attribute.getKey().toLowerCase(Locale.ROOT);
                String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
                softly.assertThat(name)
                        .as("an attribute of " + element.tagName() + " on " + path)
                        .doesNotStartWith("on");
                if (Set.of("href", "src", "action", "formaction", "srcdoc", "data", "xlink:href")
                        .contains(name))
                    softly.assertThat(value)
                            .as("where %s leads on %s", element.tagName(), path)
                            .doesNotStartWith("javascript:")
                            .doesNotStartWith("vbscript:")
                            .doesNotStartWith("data:text");
                softly.assertThat(name).as("an attribute of " + path).isNotEqualTo("srcdoc");
            }
        }
        for (Element frame : page.select("iframe"))
            softly.assertThat(frame.hasAttr("sandbox") && !frame.attr("sandbox").contains("allow-scripts"))
                    .as("a frame of " + path + " has a sandbox")
                    .isTrue();
        for (Element image : page.select("img"))
            softly.assertThat(image.attr("src")).as("an image of " + path).doesNotMatch("x");
    }

    private static void links(Document page, ArrayDeque<String> ahead) {
        var links = new HashSet<String>();
        page.select("a[href], iframe[src]")
                .forEach(link -> links.add(link.hasAttr("src") ? link.attr("src") : link.attr("href")));
        links.stream()
                .filter(link -> link.equals(OURS) || link.startsWith(OURS + "/") || link.startsWith(OURS + "?"))
                .filter(link -> !link.contains("/live"))
                .map(link -> link.split("#", 2)[0])
                .forEach(ahead::add);
    }

    /// What an open page is told.
    private void live(String path, StringBuilder shown) {
        var told = team.owner().beginning(path, 20);
        softly.assertThat(header(told.headers(), "content-type")).as(path).startsWith("text/event-stream");
        softly.assertThat(header(told.headers(), "content-security-policy"))
                .as(path)
                .startsWith("default-src 'none'");
        String html = told.text().replace("data: ", "").replaceFirst("(?s)^event: part\n", "");
        Document part = Jsoup.parseBodyFragment(html, "http://here.test");
        inert(path, part);
        shown.append(part.wholeText());
    }

    private static String header(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse("");
    }
}
