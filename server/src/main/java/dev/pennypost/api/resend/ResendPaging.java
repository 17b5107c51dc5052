package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pages as this API asks for them and shows them (contract §5).
final class ResendPaging {
    private static final int MOST = 100;
    private static final int USUAL = 20;
    private static final String UNKNOWN_CURSOR = "The pagination cursor does not belong to an item of this list.";

    private ResendPaging() {}

    /// The page asked for, 20 items unless the caller says otherwise.
    ///
    /// @throws Refusal when a parameter is bad (422)
    static PageRequest twentyByDefault(Request request) {
        return read(request, USUAL);
    }

    /// The page asked for, every item unless the caller says otherwise.
    ///
    /// @throws Refusal when a parameter is bad (422)
    static PageRequest allByDefault(Request request) {
        return read(request, PageRequest.ALL);
    }

    /// The page of a list that is read in one direction only, 20 items unless the caller says otherwise.
    ///
    /// @param cursor reads an id; empty when it is none
    /// @throws Refusal when a parameter is bad (422)
    static PageRequest onwards(Request request, Function<String, Optional<UUID>> cursor) {
        if (request.query("before").isPresent())
            throw bad("before", "The `before` parameter is not supported by this list.");
        int limit = limit(request, USUAL);
        var after = request.query("after");
        if (after.isEmpty()) return PageRequest.first(limit);
        return new PageRequest(limit, cursor.apply(after.get()).orElseThrow(() -> bad("after", UNKNOWN_CURSOR)), null);
    }

    /// The list envelope; no page stands for a cursor that is not in the list.
    static <T> Response list(Optional<Page<T>> page, Function<? super T, ?> toJson) {
        return page.map(known -> Response.ok(envelope(known.map(toJson)))).orElseGet(ResendPaging::unknownCursor);
    }

    /// The list envelope as a few lists have it, with the items before `has_more`.
    static <T> Response listItemsFirst(Optional<Page<T>> page, Function<? super T, ?> toJson) {
        return page.map(known ->
                        Response.ok(new ItemsFirst("list", known.map(toJson).items(), known.hasMore())))
                .orElseGet(ResendPaging::unknownCursor);
    }

    private static PageRequest read(Request request, int byDefault) {
        UUID after = cursor(request, "after");
        UUID before = cursor(request, "before");
        if (after != null && before != null)
            throw bad("before", "The `after` and `before` parameters cannot be used together.");
        return new PageRequest(limit(request, byDefault), after, before);
    }

    private static int limit(Request request, int byDefault) {
        var given = request.query("limit");
        if (given.isEmpty()) return byDefault;
        try {
            int limit = Integer.parseInt(given.get());
            if (limit >= 1 && limit <= MOST) return limit;
        } catch (NumberFormatException notANumber) {
            // told below, together with numbers out of range
        }
        throw bad(
                "limit",
                "The pagination limit must be a number between 1 and 100."
                        + " See https://resend.com/docs/pagination for more information.");
    }

    private static @Nullable UUID cursor(Request request, String parameter) {
        var given = request.query(parameter);
        if (given.isEmpty()) return null;
        return ResendIds.parse(given.get()).orElseThrow(() -> ResendIds.malformed(parameter));
    }

    private static Refusal bad(String parameter, String message) {
        return new Refusal(new HttpProblem.BadField(parameter, message));
    }

    private static Object envelope(Page<?> page) {
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("object", "list");
        envelope.put("has_more", page.hasMore());
        envelope.put("data", List.copyOf(page.items()));
        return envelope;
    }

    static Response unknownCursor() {
        return ResendErrors.invalid(UNKNOWN_CURSOR);
    }

    @JsonPropertyOrder({"object", "data", "has_more"})
    private record ItemsFirst(String object, List<?> data, boolean hasMore) {}
}
