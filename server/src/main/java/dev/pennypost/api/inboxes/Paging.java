package dev.pennypost.api.inboxes;

import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;

/// The numbers with which this API's lists are asked for.
final class Paging {
    private static final int USUAL = 20;
    private static final int MOST = 100;
    private static final int FURTHEST = 100_000;

    private Paging() {}

    static int limit(Request request) {
        return number(request, "limit", USUAL, 1, MOST);
    }

    static int offset(Request request) {
        return number(request, "offset", 0, 0, FURTHEST);
    }

    private static int number(Request request, String name, int byDefault, int least, int most) {
        var given = request.query(name);
        if (given.isEmpty()) return byDefault;
        try {
            int number = Integer.parseInt(given.get());
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException notANumber) {
            // told below, together with numbers out of range
        }
        throw new Refusal(new HttpProblem.BadField(
                name, "Invalid `" + name + "`. It must be a number between " + least + " and " + most + "."));
    }
}
