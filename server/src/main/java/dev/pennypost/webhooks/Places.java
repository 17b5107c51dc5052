package dev.pennypost.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How many messages may be on their way at once, and how many of them to each endpoint: more to one that answers well
/// and soon, fewer to one that fails, and only half of all to endpoints that fail. Not for several threads.
final class Places {
    static final int ALL = 1024;
    /// For an endpoint that nothing is known of.
    static final int USUAL = 8;

    static final int MOST_EACH = 128;
    private static final int FOR_FAILING = ALL / 2;
    /// An endpoint that takes longer is busy enough.
    private static final Duration SOON = Duration.ofSeconds(1);
    /// For how long it is remembered that an endpoint fails.
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Map<WebhookId, Share> shares = new HashMap<>();
    private int taken;
    private int takenByFailing;

    /// How many more may be sent.
    int free() {
        return ALL - taken;
    }

    /// How many more may be sent to each endpoint that something is known of; to others [#USUAL].
    Map<WebhookId, Integer> freeOf() {
        var free = new HashMap<WebhookId, Integer>();
        int forFailing = Math.max(0, FOR_FAILING - takenByFailing);
        shares.forEach((webhook, share) -> free.put(webhook, share.free(forFailing)));
        return free;
    }

    void take(WebhookId webhook) {
        Share share = shares.computeIfAbsent(webhook, _ -> new Share());
        taken++;
        share.taken++;
        if (share.failing) takenByFailing++;
    }

    void giveBack(Attempt attempt) {
        WebhookId webhook = attempt.dispatch().webhook();
        Share share = shares.computeIfAbsent(webhook, _ -> new Share());
        taken--;
        if (share.failing) takenByFailing--;
        share.taken--;
        int others = share.taken;
        boolean failedBefore = share.failing;
        share.learn(attempt);
        if (share.failing != failedBefore) takenByFailing += share.failing ? others : -others;
        if (share.taken == 0 && share.most >= USUAL) shares.remove(webhook);
    }

    /// Forgets what endpoints did that nothing was sent to for a while.
    void forgetBefore(Instant now) {
        shares.values()
                .removeIf(share -> share.taken == 0 && share.last.plus(MEMORY).isBefore(now));
    }

    private static final class Share {
        int taken;
        int most = USUAL;
        boolean failing;
        Instant last = Instant.MIN;

        void learn(Attempt attempt) {
            last = attempt.sentAt();
            failing = !attempt.succeeded();
            if (failing) most = Math.max(1, most / 2);
            else if (attempt.took().compareTo(SOON) < 0) most = Math.min(MOST_EACH, most + 1);
        }

        int free(int forFailing) {
            int free = Math.max(0, most - taken);
            return failing ? Math.min(free, forFailing) : free;
        }
    }
}
