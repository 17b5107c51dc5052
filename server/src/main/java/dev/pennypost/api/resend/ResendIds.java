package dev.pennypost.api.resend;

import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Ids as this API writes them: UUIDs in paths and cursors.
final class ResendIds {
    // UUID.fromString also takes shortened groups, which no id of ours ever has.
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private ResendIds() {}

    /// The UUID a path parameter holds.
    ///
    /// @throws Refusal when it is not one (422)
    static UUID inPath(Request request, String parameter) {
        return parse(request.parameter(parameter)).orElseThrow(() -> malformed(parameter));
    }

    static Optional<UUID> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return FORM.matcher(lower).matches() ? Optional.of(UUID.fromString(lower)) : Optional.empty();
    }

    static Refusal malformed(String parameter) {
        return new Refusal(new HttpProblem.BadField(parameter, "The `" + parameter + "` must be a valid UUID."));
    }
}
