package dev.pennypost.api.resend;

import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.emails.IdempotencyKey;
import dev.pennypost.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The header `Idempotency-Key` (contract §6).
final class IdempotencyHeader {
    private IdempotencyHeader() {}

    /// The key of a request; null when it has none. Two requests are the same when their bodies are the same JSON.
    ///
    /// @param scope the route
    /// @throws Refusal when the header is no key
    static @Nullable IdempotencyKey read(Request request, String scope) {
        Optional<String> key = request.header("Idempotency-Key");
        if (key.isEmpty()) return null;
        if (!IdempotencyKey.isValid(key.get())) throw new Refusal(new HttpProblem.BadIdempotencyKey());
        String strictness = request.header("x-batch-validation").orElse("strict");
        return IdempotencyKey.of(scope, key.get(), strictness + "\n" + Json.canonical(request.json()));
    }
}
