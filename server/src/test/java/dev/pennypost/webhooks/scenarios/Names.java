package dev.pennypost.webhooks.scenarios;

import dev.pennypost.net.HostLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A name server of ill will: what it says may be another thing each time. Addresses stand for themselves.
final class Names implements HostLookup {
    private final Map<String, Queue<List<InetAddress>>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /// The next answer for the name; the last one is repeated.
    Names leads(String host, String... addresses) {
        answers.computeIfAbsent(host, _ -> new ArrayDeque<>())
                .add(Stream.of(addresses).map(InetAddress::ofLiteral).toList());
        return this;
    }

    int timesAsked(String host) {
        return Collections.frequency(asked, host);
    }

    @Override
    public synchronized List<InetAddress> addresses(String host, Duration patience) throws UnknownHostException {
        asked.add(host);
        Queue<List<InetAddress>> left = answers.get(host);
        if (left == null) return literal(host);
        List<InetAddress> next = left.peek();
        if (next == null) throw new UnknownHostException(host);
        if (left.size() > 1) left.remove();
        return next;
    }

    private static List<InetAddress> literal(String host) throws UnknownHostException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException noAddress) {
            throw new UnknownHostException(host + ": unknown host");
        }
    }
}
