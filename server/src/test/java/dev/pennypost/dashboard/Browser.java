package dev.pennypost.dashboard;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// A browser without scripts that is signed in: it follows links and sends forms as they stand in the page.
public final class Browser implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final GoldenWorld.SignedIn session;
    private final List<String> cookies = new ArrayList<>();

    private Browser(String url, GoldenWorld.SignedIn session) {
        this.url = url;
        this.session = session;
        cookies.add("pennypost=" + session.id());
    }

    /// Of somebody with the role in the team of a key.
    public static Browser of(GoldenWorld world, String key, Role role) {
        return new Browser(world.url(), world.signIn(key, role));
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

    private HttpResponse<String> post(String path, String csrf, List<String> fields) {
        var body = new StringBuilder("_csrf=").append(encoded(csrf));
        for (int i = 0; i < fields.size(); i += 2)
            body.append('&').append(encoded(fields.get(i))).append('=').append(encoded(fields.get(i + 1)));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
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
        all.addFirst(encodedToken(form));
        all.addFirst("_csrf");
        return document(followed(post(action, session.csrf(), all)), action);
    }

    private static String encodedToken(Element form) {
        Element token = form.selectFirst("input[name=_csrf]");
        if (token == null) throw new AssertionError("the form carries no token");
        return token.val();
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
            now.headers().allValues("set-cookie").forEach(cookie -> cookies.add(cookie.split(";", 2)[0]));
            now = get(now.headers().firstValue("location").orElseThrow());
        }
        return now;
    }

    private Document document(HttpResponse<String> answer, String path) {
        if (answer.statusCode() >= 500) throw new AssertionError(path + ": " + answer.statusCode());
        return Jsoup.parse(answer.body(), url + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Cookie", String.join("; ", cookies));
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
