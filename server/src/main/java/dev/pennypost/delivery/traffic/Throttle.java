package dev.pennypost.delivery.traffic;

import dev.pennypost.delivery.replies.SiteAdvice;
import dev.pennypost.delivery.sites.SiteLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is asked of one site from one of our addresses: counted, limited, and moved by what the site says. Additive
/// increase, multiplicative decrease: whoever pushes back gets half as many connections, and one more for every
/// hundred messages it takes after that. Safe to share.
public final class Throttle {
    private static final int CLEAN = 100;
    /// One overload is told by every connection at once; that is one reason to slow down, not twenty.
    private static final Duration ONE_PUSH = Duration.ofSeconds(30);
    private static final int DEAD_AFTER = 10;
    private static final Duration FIRST_REST = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(30);

    private final String site;
    private final SiteLimits limits;
    private final Share share;
    private final TokenBucket messages;
    private final TokenBucket connections;
    private int open;
    private int allowed;
    private int clean;
    private int unreachable;
    private int mostOverConnection;
    private final Map<String, ArrayDeque<Instant>> matches = new HashMap<>();
    private @Nullable Instant pushedBack;
    private @Nullable Suspension suspension;
    private @Nullable Restraint restraint;

    Throttle(String site, SiteLimits limits, Share share, Instant now) {
        this.site = site;
        this.limits = limits;
        this.share = share;
        this.allowed = limits.connections();
        this.mostOverConnection = limits.messagesPerConnection();
        this.messages = new TokenBucket(now);
        this.connections = new TokenBucket(now);
    }

    /// Nothing is asked until then.
    public record Suspension(Instant until, String why) {}

    /// Less is asked until then.
    ///
    /// @param connections at most
    /// @param messagesPerMinute 0 for no other limit than usual
    record Restraint(Instant until, int connections, int messagesPerMinute, String why) {}

    public String site() {
        return site;
    }

    /// Asks to open a connection; when granted, [#closed] is to follow.
    public synchronized Permission open(Instant now) {
        if (isSuspended(now)) return new Permission.Later(suspended().until(), Limit.SUSPENSION);
        if (open >= mostOpen(now)) return new Permission.Full();
        Instant next = connections.take(now, perMinute(limits.connectionsPerMinute()));
        if (next.isAfter(now)) return new Permission.Later(next, Limit.RATE);
        open++;
        return new Permission.Granted();
    }

    public synchronized void closed() {
        open--;
    }

    /// Asks to send a message over an open connection.
    public synchronized Permission message(Instant now) {
        if (isSuspended(now)) return new Permission.Later(suspended().until(), Limit.SUSPENSION);
        Instant next = messages.take(now, perMinute(messagesPerMinute(now)));
        return next.isAfter(now) ? new Permission.Later(next, Limit.RATE) : new Permission.Granted();
    }

    public synchronized int messagesPerConnection() {
        return mostOverConnection;
    }

    public Duration connectionAge() {
        return limits.connectionAge();
    }

    public boolean requiresTls() {
        return limits.requiresTls();
    }

    /// How many connections may be open now.
    public synchronized int mostOpen(Instant now) {
        int most = Math.min(allowed, limits.connections());
        if (isRestrained(now)) most = Math.min(most, restrained().connections());
        return share.of(site, Math.max(1, most));
    }

    /// The site took a message.
    public synchronized void delivered() {
        unreachable = 0;
        if (allowed >= limits.connections() || ++clean < CLEAN) return;
        clean = 0;
        allowed++;
    }

    /// The site answered, whatever it said.
    public synchronized void answered() {
        unreachable = 0;
    }

    /// The site said that it is asked too much: 421, 4.7.x, silence in the middle.
    public synchronized void pushedBack(Instant now) {
        clean = 0;
        if (pushedBack != null && now.isBefore(pushedBack.plus(ONE_PUSH))) return;
        pushedBack = now;
        allowed = Math.max(1, Math.min(allowed, limits.connections()) / 2);
    }

    /// No server of the site could be connected to. After ten times without an answer in between it rests, longer each
    /// time.
    public synchronized void unreachable(Instant now) {
        unreachable++;
        if (unreachable < DEAD_AFTER) return;
        int times = Math.min(unreachable - DEAD_AFTER, 10);
        Duration rest = FIRST_REST.multipliedBy(1L << times);
        suspend(now.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST), "no server could be reached");
    }

    /// Asks nothing until then. A longer suspension stays.
    public synchronized void suspend(Instant until, String why) {
        if (suspension == null || until.isAfter(suspension.until())) suspension = new Suspension(until, why);
    }

    /// Ends a suspension and what else was learnt.
    public synchronized void forgive() {
        suspension = null;
        restraint = null;
        unreachable = 0;
        allowed = limits.connections();
        mostOverConnection = limits.messagesPerConnection();
        matches.clear();
    }

    /// Asks less until then.
    ///
    /// @param messagesPerMinute 0 for no other limit than usual
    public synchronized void restrain(Instant until, int mostConnections, int messagesPerMinute, String why) {
        restraint = new Restraint(until, Math.max(1, mostConnections), messagesPerMinute, why);
    }

    /// Does as a refusal advises, when it came often enough.
    ///
    /// @param rule that understood the refusal
    public synchronized void heed(String rule, SiteAdvice advice, Instant now) {
        if (advice instanceof SiteAdvice.None || !isDue(rule, advice.after(), now)) return;
        switch (advice) {
            case SiteAdvice.None _ -> throw new IllegalStateException("nothing to heed");
            case SiteAdvice.SlowDown(int perMinute, Duration lasting, var _) ->
                restrain(now.plus(lasting), limits.connections(), perMinute, rule);
            case SiteAdvice.Suspend(Duration lasting, var _) -> suspend(now.plus(lasting), rule);
            case SiteAdvice.LimitConnections(int most, Duration lasting, var _) ->
                restrain(now.plus(lasting), most, 0, rule);
            case SiteAdvice.MessagesPerConnection(int most, var _) ->
                mostOverConnection = Math.max(1, Math.min(mostOverConnection, most));
        }
    }

    private boolean isDue(String rule, SiteAdvice.Streak streak, Instant now) {
        if (streak.matches() <= 1) return true;
        var seen = matches.computeIfAbsent(rule, _ -> new ArrayDeque<>());
        seen.addLast(now);
        while (seen.getFirst().plus(streak.within()).isBefore(now)) seen.removeFirst();
        if (seen.size() < streak.matches()) return false;
        seen.clear();
        return true;
    }

    /// The suspension in force.
    public synchronized @Nullable Suspension suspension(Instant now) {
        return isSuspended(now) ? suspension : null;
    }

    /// How it stands, in a word: `open`, `throttled` or `suspended`.
    public synchronized String state(Instant now) {
        if (isSuspended(now)) return "suspended";
        return isRestrained(now) || allowed < limits.connections() ? "throttled" : "open";
    }

    /// How many connections are open.
    public synchronized int connectionsOpen() {
        return open;
    }

    /// Whether nothing would be lost by forgetting it.
    synchronized boolean isForgettable(Instant now) {
        return open == 0
                && unreachable == 0
                && matches.isEmpty()
                && mostOverConnection == limits.messagesPerConnection()
                && state(now).equals("open");
    }

    private boolean isSuspended(Instant now) {
        return suspension != null && now.isBefore(suspension.until());
    }

    private Suspension suspended() {
        if (suspension == null) throw new IllegalStateException(site + " is not suspended");
        return suspension;
    }

    private boolean isRestrained(Instant now) {
        return restraint != null && now.isBefore(restraint.until());
    }

    private Restraint restrained() {
        if (restraint == null) throw new IllegalStateException(site + " is not restrained");
        return restraint;
    }

    private int messagesPerMinute(Instant now) {
        if (!isRestrained(now) || restrained().messagesPerMinute() == 0) return limits.messagesPerMinute();
        return limits.messagesPerMinute() == 0
                ? restrained().messagesPerMinute()
                : Math.min(limits.messagesPerMinute(), restrained().messagesPerMinute());
    }

    private int perMinute(int limit) {
        return limit == 0 ? 0 : Math.max(1, share.of(site, limit));
    }
}
