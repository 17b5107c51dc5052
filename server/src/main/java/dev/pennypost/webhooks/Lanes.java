package dev.pennypost.webhooks;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages that are leased, endpoint by endpoint: how many are being sent, and those that wait for one of them to be
/// done. The next leaves without a word to the database, so that leasing and settling go by in large strides. When an
/// attempt fails, or after a while, what waits is turned away: it is given back rather than sent to an endpoint that
/// is perhaps disabled by now.
final class Lanes {
    private final Map<WebhookId, Lane> lanes = new HashMap<>();
    private List<Dispatch> turnedAway = new ArrayList<>();

    /// Whether the message may be sent now; otherwise it waits.
    ///
    /// @param most how many of its endpoint may be sent at once
    /// @param until how long it may wait
    synchronized boolean enter(Dispatch dispatch, int most, Instant until) {
        Lane lane = lanes.computeIfAbsent(dispatch.webhook(), _ -> new Lane());
        if (lane.running >= most) {
            lane.waiting.addLast(new Waiting(dispatch, until));
            return false;
        }
        lane.running++;
        return true;
    }

    /// What is sent after an attempt to the endpoint; null for nothing.
    synchronized @Nullable Dispatch next(WebhookId webhook, boolean wentWell, Instant now) {
        Lane lane = lanes.get(webhook);
        if (lane == null) throw new IllegalStateException("nothing was sent to " + webhook);
        if (!wentWell) turnAway(lane);
        while (!lane.waiting.isEmpty()) {
            Waiting first = lane.waiting.removeFirst();
            if (first.until.isAfter(now)) return first.dispatch;
            turnedAway.add(first.dispatch);
        }
        lane.running--;
        if (lane.running == 0) lanes.remove(webhook);
        return null;
    }

    private void turnAway(Lane lane) {
        lane.waiting.forEach(one -> turnedAway.add(one.dispatch));
        lane.waiting.clear();
    }

    /// What was turned away since this was last asked.
    synchronized List<Dispatch> turnedAway() {
        List<Dispatch> since = turnedAway;
        turnedAway = new ArrayList<>();
        return since;
    }

    private static final class Lane {
        int running;
        final Deque<Waiting> waiting = new ArrayDeque<>();
    }

    private record Waiting(Dispatch dispatch, Instant until) {}
}
