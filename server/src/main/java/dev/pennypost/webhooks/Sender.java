package dev.pennypost.webhooks;

import dev.pennypost.net.Exchange;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.webhooks.Attempt.Outcome;
import dev.pennypost.webhooks.Attempt.Outcome.Answered;
import dev.pennypost.webhooks.Attempt.Outcome.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes one attempt: signs the message and posts it. Never throws: whatever happens is an outcome.
final class Sender {
    private static final System.Logger LOG = System.getLogger(Sender.class.getName());
    private static final int MOST_OCTETS_READ = 16 * 1024;
    private static final int MOST_CHARACTERS_KEPT = 1024;

    private final OutboundHttp http;
    private final SecretBox secrets;
    private final Duration timeout;
    private final InstantSource clock;
    private final Callings callings = new Callings();

    Sender(OutboundHttp http, SecretBox secrets, Duration timeout, InstantSource clock) {
        this.http = http;
        this.secrets = secrets;
        this.timeout = timeout;
        this.clock = clock;
    }

    Attempt attempt(Dispatch dispatch) {
        Instant sentAt = clock.instant();
        long start = System.nanoTime();
        Outcome outcome = send(dispatch, sentAt);
        return new Attempt(dispatch, sentAt, Duration.ofNanos(System.nanoTime() - start), outcome);
    }

    private Outcome send(Dispatch dispatch, Instant sentAt) {
        try {
            Answer answer = http.send(exchange(dispatch, sentAt));
            return new Answered(answer.status(), shown(new String(answer.body(), StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            String why = failed.getMessage();
            return new Unanswered(shown(why == null ? failed.getClass().getSimpleName() : why));
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.ERROR, () -> "webhook " + dispatch.webhook() + " cannot be called", broken);
            return new Unanswered("internal error");
        }
    }

    private Exchange exchange(Dispatch dispatch, Instant at) {
        Calling calling = calling(dispatch);
        byte[] payload = dispatch.payload().getBytes(StandardCharsets.UTF_8);
        String id = SvixId.MESSAGE.of(dispatch.message());
        return new Exchange(
                "POST",
                calling.url(),
                List.of(
                        new Header("Content-Type", "application/json"),
                        new Header("User-Agent", "Pennypost-Webhooks/1.0"),
                        new Header("Accept", "*/*"),
                        new Header("svix-id", id),
                        new Header("svix-timestamp", Long.toString(at.getEpochSecond())),
                        new Header("svix-signature", signatures(calling, dispatch, id, at, payload))),
                payload,
                timeout,
                MOST_OCTETS_READ);
    }

    /// For a day after a rotation there are two, so that endpoints may learn the new secret whenever they like
    /// (contract §21).
    private String signatures(Calling calling, Dispatch dispatch, String id, Instant at, byte[] payload) {
        String signature = calling.secret().sign(id, at, payload);
        byte[] previous = dispatch.sealedPrevious();
        if (previous == null) return signature;
        return signature + " " + secret(dispatch, previous).sign(id, at, payload);
    }

    private Calling calling(Dispatch dispatch) {
        Calling known = callings.get(dispatch.webhook());
        if (known != null && known.isOf(dispatch)) return known;
        var calling = new Calling(
                dispatch.endpoint(),
                dispatch.sealedSecret(),
                URI.create(dispatch.endpoint()),
                secret(dispatch, dispatch.sealedSecret()));
        callings.put(dispatch.webhook(), calling);
        return calling;
    }

    private SigningSecret secret(Dispatch dispatch, byte[] sealed) {
        return SigningSecret.of(secrets.open(sealed, dispatch.webhook().secretContext()));
    }

    /// The beginning of what a stranger said, without what terminals, pages and PostgreSQL (U+0000) trip over.
    private static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(MOST_CHARACTERS_KEPT)
                .map(point -> isPlain(point) ? point : 0xFFFD)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isPlain(int point) {
        if (point == '\n' || point == '\t' || point == '\r') return true;
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    /// How an endpoint is called, as long as neither its URL nor its secret changes.
    private record Calling(String endpoint, byte[] sealedSecret, URI url, SigningSecret secret) {
        boolean isOf(Dispatch dispatch) {
            return endpoint.equals(dispatch.endpoint()) && Arrays.equals(sealedSecret, dispatch.sealedSecret());
        }
    }

    /// Those of the endpoints that were called last.
    private static final class Callings {
        private static final int MOST = 1000;

        private final Map<WebhookId, Calling> known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<WebhookId, Calling> eldest) {
                return size() > MOST;
            }
        };

        synchronized @Nullable Calling get(WebhookId webhook) {
            return known.get(webhook);
        }

        synchronized void put(WebhookId webhook, Calling calling) {
            known.put(webhook, calling);
        }
    }
}
