package dev.pennypost.delivery.traffic;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.dns.DomainName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The addresses mail leaves from, in pools.
final class Sources {
    static final String USUAL = "default";
    private static final Pattern WORDS = Pattern.compile("\\s+");

    private final Map<String, List<Source>> pools;
    private final Map<String, String> poolOf;
    private final List<Source> overflow;

    private Sources(Map<String, List<Source>> pools, Map<String, String> poolOf, List<Source> overflow) {
        this.pools = pools;
        this.poolOf = poolOf;
        this.overflow = overflow;
    }

    /// As the operator set them.
    ///
    /// @throws CannotStart when an address is none, or a name is nobody's
    static Sources of(TrafficConfig config) {
        var sources = new LinkedHashMap<String, Source>();
        config.sources().forEach((name, text) -> sources.put(name, source(name, text)));
        var pools = new LinkedHashMap<String, List<Source>>();
        config.pools().forEach((pool, names) -> pools.put(pool, members(pool, names, sources)));
        pools.putIfAbsent(USUAL, sources.isEmpty() ? List.of(Source.SYSTEM) : List.copyOf(sources.values()));
        config.poolOf().values().forEach(pool -> require(pools, pool, "traffic.pool-of"));
        if (!config.overflowPool().isEmpty()) require(pools, config.overflowPool(), "traffic.overflow-pool");
        return new Sources(pools, Map.copyOf(config.poolOf()), pools.getOrDefault(config.overflowPool(), List.of()));
    }

    private static Source source(String name, String text) {
        String[] words = WORDS.split(text.strip(), -1);
        if (words.length > 2) throw new CannotStart("traffic.sources: `" + text + "` is not `address host-name`");
        try {
            return new Source(name, InetAddress.ofLiteral(words[0]), words.length == 2 ? words[1] : null);
        } catch (IllegalArgumentException notAnAddress) {
            throw new CannotStart("traffic.sources: `" + words[0] + "` is no IP address", notAnAddress);
        }
    }

    private static List<Source> members(String pool, String names, Map<String, Source> sources) {
        var members = new ArrayList<Source>();
        for (String name : WORDS.split(names.strip(), -1)) {
            Source source = sources.get(name);
            if (source == null)
                throw new CannotStart("traffic.pools: `" + pool + "` names `" + name + "`, which is no source");
            members.add(source);
        }
        return List.copyOf(members);
    }

    private static void require(Map<String, List<Source>> pools, String pool, String where) {
        if (!pools.containsKey(pool)) throw new CannotStart(where + ": there is no pool `" + pool + "`");
    }

    /// The pool a sending domain's mail leaves from.
    String poolOf(Supplier<DomainName> domain) {
        if (poolOf.isEmpty()) return USUAL;
        for (String name = domain.get().ascii(); !name.isEmpty(); name = parent(name))
            if (poolOf.containsKey(name)) return poolOf.get(name);
        return USUAL;
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    List<Source> in(String pool) {
        return pools.getOrDefault(pool, List.of());
    }

    /// Those that take what a pool may not send any more today.
    List<Source> overflowOf(String pool) {
        return overflow.stream().filter(source -> !in(pool).contains(source)).toList();
    }

    /// All of them, of every pool.
    List<Source> all() {
        return pools.values().stream().flatMap(List::stream).distinct().toList();
    }

    /// Every address of ours, of all pools.
    List<InetAddress> addresses() {
        return all().stream().map(Source::address).filter(Objects::nonNull).toList();
    }
}
