package dev.pennypost.delivery;

import dev.pennypost.delivery.traffic.Permission;
import java.util.List;
import java.util.stream.Stream;

/// What came of trying to deliver a message to one recipient or several.
sealed interface Attempted {
    /// @param again recipients that the server did not take together with the others, to be tried at once
    record Settled(List<Settlement> settlements, List<Queued> again) implements Attempted {}

    /// The same, with more to be tried at once.
    default Attempted and(List<Queued> more) {
        return switch (this) {
            case NotNow notNow -> notNow;
            case Settled(var settlements, var again) ->
                more.isEmpty()
                        ? this
                        : new Settled(
                                settlements,
                                Stream.concat(again.stream(), more.stream()).toList());
        };
    }

    /// Nothing was tried: nothing more may be asked of the site now.
    record NotNow(Permission missing) implements Attempted {}
}
