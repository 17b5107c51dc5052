package dev.pennypost.dashboard;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// A browser without scripts that is signed in: it follows links and sends forms as they stand in the page.
public final class Browser implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final GoldenWorld world;
    private final String url;
    private final GoldenWorld.SignedIn session;
    private final Map<String, String> cookies = new HashMap<>();

    private Browser(GoldenWorld world, GoldenWorld.SignedIn session) {
        this.world = world;
        this.url = world.url();
        this.session = session;
        if (!session.id().isEmpty()) cookies.put("pennypost", session.id());
    }

    /// Of somebody with the role in the team of a key.
    public static Browser of(GoldenWorld world, String key, Role role) {
        return new Browser(world, world.signIn(key, role));
    }

    /// Of somebody who is not signed in.
    public static Browser stranger(GoldenWorld world) {
        return new Browser(world, new GoldenWorld.SignedIn("", ""));
    }

    /// Another browser of the same person.
    public Browser elsewhere() {
        return new Browser(world, world.again(session));
    }

    /// The answer as it comes.
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// The lines of an answer that goes on.
    public Stream<String> lines(String path) {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// What the script of a page gets that asks for a part of it.
    public HttpResponse<String> part(String path) {
        return send(request(path).header("HX-Request", "true").GET());
    }

    /// The first of an answer that may go on, without waiting for the rest of it: at most so many lines.
    public Beginning beginning(String path, int most) {
        try {
            HttpResponse<Stream<String>> answer =
                    http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                String read = lines.limit(most).collect(Collectors.joining("\n"));
                return new Beginning(answer.statusCode(), answer.headers(), read);
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// What came of an answer so far.
    public record Beginning(int status, HttpHeaders headers, String text) {}

    /// What the forms of this browser's session send back.
    public String csrf() {
        return session.csrf();
    }

    /// The page at a path, after redirects.
    public Document page(String path) {
        return document(followed(get(path)), path);
    }

    /// Sends a form with its token.
    ///
    /// @param fields names and values in turn
    public HttpResponse<String> post(String path, String... fields) {
        return post(path, session.csrf(), List.of(fields));
    }

    /// Sends a form as another site could have made it.
    public HttpResponse<String> postWithToken(String path, String csrf, String... fields) {
        return post(path, csrf, List.of(fields));
    }

    /// Sends a form as a browser does that is on a page of another site.
    public HttpResponse<String> postFrom(String origin, String path, String... fields) {
        return postWithHeaders(List.of("Origin", origin), path, fields);
    }

    /// Sends a form with its token and further headers of the request.
    ///
    /// @param headers names and values in turn
    public HttpResponse<String> postWithHeaders(List<String> headers, String path, String... fields) {
        return post(request(path).headers(headers.toArray(String[]::new)), session.csrf(), List.of(fields));
    }

    private HttpResponse<String> post(String path, String csrf, List<String> fields) {
        return post(request(path), csrf, fields);
    }

    private HttpResponse<String> post(HttpRequest.Builder request, String csrf, List<String> fields) {
        var body = new StringBuilder("_csrf=").append(encoded(csrf));
        for (int i = 0; i < fields.size(); i += 2)
            body.append('&').append(encoded(fields.get(i))).append('=').append(encoded(fields.get(i + 1)));
        return send(request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /// Fills in a form of a page and sends it; says where that led.
    ///
    /// @param action the path of the form
    /// @param fields names and values in turn; other fields keep what stands in the page
    public Document submit(Document page, String action, String... fields) {
        Element form = page.selectFirst("form[action=" + action + "]");
        if (form == null) throw new AssertionError("no form for " + action + " in " + page.title());
        var all = new ArrayList<String>();
        for (Element field : form.select("input[name], select[name], textarea[name], button[name]")) {
            boolean given = false;
            for (int i = 0; i < fields.length; i += 2) given |= fields[i].equals(field.attr("name"));
            if (!given && sends(field)) all.addAll(List.of(field.attr("name"), field.val()));
        }
        all.addAll(List.of(fields));
        return document(followed(post(action, form.select("input[name=_csrf]").val(), all)), action);
    }

    private static boolean sends(Element field) {
        if (field.attr("name").equals("_csrf") || field.tagName().equals("button")) return false;
        boolean box =
                field.attr("type").equals("checkbox") || field.attr("type").equals("radio");
        return !box || field.hasAttr("checked");
    }

    private HttpResponse<String> followed(HttpResponse<String> answer) {
        HttpResponse<String> now = answer;
        for (int i = 0; i < 5 && now.statusCode() == 303; i++) {
            keep(now);
            now = get(now.headers().firstValue("location").orElseThrow());
        }
        keep(now);
        return now;
    }

    private void keep(HttpResponse<String> answer) {
        for (String cookie : answer.headers().allValues("set-cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
    }

    private Document document(HttpResponse<String> answer, String path) {
        if (answer.statusCode() >= 500) throw new AssertionError(path + ": " + answer.statusCode());
        return Jsoup.parse(answer.body(), url + path);
    }

    private HttpRequest.Builder request(String path) {
        String kept = cookies.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("; "));
        var request = HttpRequest.newBuilder(URI.create(url + path));
        return kept.isEmpty() ? request : request.header("Cookie", kept);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
