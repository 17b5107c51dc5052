package dev.pennypost.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How many messages may be on their way at once, and how many of them to each endpoint: more to one that answers well
/// and soon, fewer to one that fails, and only half of all to endpoints that fail. Of an endpoint that answers well and
/// soon as many again, and once more, are held in readiness. Not for several threads.
final class Places {
    static final int ALL = 1024;
    /// For an endpoint that nothing is known of.
    static final int USUAL = 8;

    static final int MOST_EACH = 128;
    /// As a multiple of how many are sent at once: what is held of an endpoint that is well.
    static final int HELD = 3;

    private static final int FOR_FAILING = ALL / 2;
    /// An endpoint that takes longer is busy enough.
    private static final Duration SOON = Duration.ofSeconds(1);
    /// For how long it is remembered that an endpoint fails.
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Map<WebhookId, Share> shares = new HashMap<>();
    private int takenByFailing;

    /// How many more may be sent.
    int free() {
        return ALL - shares.values().stream().mapToInt(Share::sent).sum();
    }

    /// How many may be sent to an endpoint at once.
    int mostOf(WebhookId webhook) {
        Share share = shares.get(webhook);
        return share == null ? USUAL : share.most;
    }

    /// How many more may be leased of each endpoint that something is known of; of others [#USUAL].
    Map<WebhookId, Integer> freeOf() {
        var free = new HashMap<WebhookId, Integer>();
        int forFailing = Math.max(0, FOR_FAILING - takenByFailing);
        shares.forEach((webhook, share) -> free.put(webhook, share.free(forFailing)));
        return free;
    }

    void take(WebhookId webhook) {
        Share share = shares.computeIfAbsent(webhook, _ -> new Share());
        share.taken++;
        if (share.failing) takenByFailing++;
    }

    void giveBack(Attempt attempt) {
        WebhookId webhook = attempt.dispatch().webhook();
        Share share = shares.computeIfAbsent(webhook, _ -> new Share());
        if (share.failing) takenByFailing--;
        share.taken--;
        int others = share.taken;
        boolean failedBefore = share.failing;
        share.learn(attempt);
        if (share.failing != failedBefore) takenByFailing += share.failing ? others : -others;
        forgetIdle(webhook, share);
    }

    /// What was never sent says nothing about its endpoint.
    void giveBackUnsent(WebhookId webhook) {
        Share share = shares.computeIfAbsent(webhook, _ -> new Share());
        if (share.failing) takenByFailing--;
        share.taken--;
        forgetIdle(webhook, share);
    }

    private void forgetIdle(WebhookId webhook, Share share) {
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
        boolean soon;
        Instant last = Instant.MIN;

        void learn(Attempt attempt) {
            last = attempt.sentAt();
            failing = !attempt.succeeded();
            soon = !failing && attempt.took().compareTo(SOON) < 0;
            if (failing) most = Math.max(1, most / 2);
            else if (soon) most = Math.min(MOST_EACH, most + 1);
        }

        int sent() {
            return failing ? taken : Math.min(taken, most);
        }

        int free(int forFailing) {
            int free = Math.max(0, (soon ? most * HELD : most) - taken);
            return failing ? Math.min(free, forFailing) : free;
        }
    }
}
