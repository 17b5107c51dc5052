package dev.pennypost.delivery;

import dev.pennypost.delivery.traffic.Permission;
import java.util.List;

/// What came of trying to deliver a message to one recipient or several.
sealed interface Attempted {
    /// @param again recipients that the server did not take together with the others, to be tried at once
    record Settled(List<Settlement> settlements, List<Queued> again) implements Attempted {}

    /// Nothing was tried: nothing more may be asked of the site now.
    record NotNow(Permission missing) implements Attempted {}
}
