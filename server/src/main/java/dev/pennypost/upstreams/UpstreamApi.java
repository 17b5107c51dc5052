package dev.pennypost.upstreams;

import dev.pennypost.json.Json;
import dev.pennypost.net.AddressRefused;
import dev.pennypost.net.Exchange;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.upstreams.UpstreamAnswer.Details;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/// The domain routes of one upstream account, called with its key. Every call throws [UpstreamFailure] when the
/// upstream refuses, cannot be reached, is late or answers what it should not. What it says is never shown with the
/// key in it.
final class UpstreamApi {
    private static final int MOST_OCTETS = 2 * 1024 * 1024;
    private static final int MOST_PAGES = 100;
    private static final String DOMAINS = "/domains";

    private final OutboundHttp http;
    private final Duration timeout;
    private final URI base;
    private final String key;

    UpstreamApi(OutboundHttp http, Duration timeout, URI base, String key) {
        this.http = http;
        this.timeout = timeout;
        this.base = base;
        this.key = key;
    }

    Details add(String name) {
        return get(UpstreamAnswer.details(ask("POST", DOMAINS, Json.bytes(Map.of("name", name))))
                .id());
    }

    Details get(String id) {
        return UpstreamAnswer.details(ask("GET", path(id), new byte[0]));
    }

    void verify(String id) {
        ask("POST", path(id) + "/verify", new byte[0]);
    }

    void remove(String id) {
        ask("DELETE", path(id), new byte[0]);
    }

    /// Every domain of the account, page by page. An upstream that knows no pages tells all at once.
    List<UpstreamItem> list() {
        var all = new ArrayList<UpstreamItem>();
        var seen = new HashSet<String>();
        String from = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            var listed = UpstreamAnswer.listed(ask("GET", DOMAINS + "?limit=100" + from, new byte[0]));
            boolean news = false;
            for (UpstreamItem item : listed.items()) if (seen.add(item.id())) news = all.add(item);
            if (!listed.hasMore() || !news) break;
            from = "&after=" + listed.items().getLast().id();
        }
        return all;
    }

    private static String path(String id) {
        return DOMAINS + "/" + id;
    }

    private byte[] ask(String method, String path, byte[] body) {
        Answer answer = send(new Exchange(method, URI.create(base + path), headers(body), body, timeout, MOST_OCTETS));
        return switch (answer.status() / 100) {
            case 2 -> whole(answer);
            case 4 -> throw new UpstreamFailure(refusal(answer, path));
            default -> throw new UpstreamFailure(new UpstreamProblem.Nonsense("has the status " + answer.status()));
        };
    }

    private List<Header> headers(byte[] body) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("Authorization", "Bearer " + key));
        headers.add(new Header("Accept", "application/json"));
        headers.add(new Header("User-Agent", "Pennypost/1.0")); // Resend refuses clients without one
        if (body.length > 0) headers.add(new Header("Content-Type", "application/json"));
        return headers;
    }

    private static byte[] whole(Answer answer) {
        if (!answer.whole()) throw new UpstreamFailure(new UpstreamProblem.Nonsense("is too long"));
        return answer.body();
    }

    private UpstreamProblem refusal(Answer answer, String path) {
        String said = UpstreamAnswer.message(answer.body()).orElse("");
        boolean aboutTheKey = answer.status() == 401
                || (answer.status() == 403
                        && new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)
                                .contains("\"invalid_api_key\""));
        if (aboutTheKey) return new UpstreamProblem.KeyRefused();
        boolean aboutOne = path.startsWith(DOMAINS + "/");
        if (answer.status() == 404 && aboutOne) return new UpstreamProblem.NotAtUpstream(path.split("/", 4)[2]);
        return new UpstreamProblem.Refused(answer.status(), said.replace(key, "•••"));
    }

    private Answer send(Exchange exchange) {
        try {
            return http.send(exchange);
        } catch (SocketTimeoutException late) {
            throw new UpstreamFailure(new UpstreamProblem.TimedOut((int) timeout.toSeconds()));
        } catch (AddressRefused refused) {
            throw new UpstreamFailure(new UpstreamProblem.Unreachable("its host has no public address"));
        } catch (UnknownHostException unknown) {
            throw new UpstreamFailure(new UpstreamProblem.Unreachable("its host is unknown"));
        } catch (SSLException untrusted) {
            throw new UpstreamFailure(new UpstreamProblem.Unreachable("its certificate cannot be trusted"));
        } catch (IOException broken) {
            throw new UpstreamFailure(new UpstreamProblem.Unreachable("the connection failed"));
        }
    }
}
