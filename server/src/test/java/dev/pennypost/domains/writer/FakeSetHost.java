package dev.pennypost.domains.writer;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A DNS host whose API speaks of whole record sets in the presentation format, and takes nothing else.
abstract class FakeSetHost extends FakeDnsHost {
    private static final Set<String> HOSTS = Set.of("MX", "CNAME", "NS");

    FakeSetHost() throws IOException {}

    @Override
    public void put(String name, String type, String value) {
        String data = type.equals("TXT")
                ? divided(value.replace("\\", "\\\\").replace("\"", "\\\""))
                : HOSTS.contains(type) ? value + "." : value;
        add("acme.test", name, type, data, 0, 7200);
    }

    @Override
    String published(Rec record) {
        return record.data();
    }

    /// What is wrong with the data, or nothing.
    static String complaint(String type, String data) {
        if (type.equals("TXT") && !data.startsWith("\"")) return "TXT must be quoted";
        if (HOSTS.contains(type) && !data.endsWith("."))
            return "hostname must be fully qualified (have a trailing dot)";
        try {
            served("x.test", type, data);
            return "";
        } catch (IllegalArgumentException unreadable) {
            return "malformed data";
        }
    }

    /// Writes the set; no data removes it.
    void set(String zone, String name, String type, int ttl, List<String> data) {
        records.removeIf(record -> record.name().equals(name) && record.type().equals(type));
        data.forEach(value -> add(zone, name, type, value, 0, ttl));
    }

    /// RFC 2181 §10.1.
    boolean collides(String zone, String name) {
        if (name.equals(zone)) return false;
        var there =
                records.stream().filter(record -> record.name().equals(name)).toList();
        return there.stream().anyMatch(record -> record.type().equals("CNAME")) && there.size() > 1;
    }

    List<String> types(String name) {
        return records.stream()
                .filter(record -> record.name().equals(name))
                .map(Rec::type)
                .distinct()
                .toList();
    }
}
