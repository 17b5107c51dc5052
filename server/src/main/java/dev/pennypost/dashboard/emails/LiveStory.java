package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.delivery.Trace;
import dev.pennypost.emails.Why;
import java.util.List;

/// What happened to an email so far.
///
/// @param chrome of the moment that times are counted from
/// @param moving whether something may still happen soon without anybody doing anything
record LiveStory(Chrome chrome, Status status, List<Step> steps, boolean moving) {
    static LiveStory of(Chrome chrome, Why why, List<Step> steps) {
        return new LiveStory(chrome, Status.of(why.email().lastEvent()), steps, moves(why.deliveries()));
    }

    static boolean moves(List<Trace> traces) {
        return traces.stream().anyMatch(trace -> switch (trace.state()) {
            case WAITING, ATTEMPTING, DEFERRED -> true;
            case HELD, DELIVERED, BOUNCED, SUPPRESSED, FAILED, CANCELED -> false;
        });
    }
}
