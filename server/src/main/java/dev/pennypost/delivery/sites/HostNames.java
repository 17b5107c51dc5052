package dev.pennypost.delivery.sites;

import java.util.List;
import java.util.stream.Stream;

/// Names of servers, in lower case: `mx.example.com` is that one, `.example.com` is `example.com` and all below it.
public record HostNames(List<String> names) {
    public static final HostNames NONE = new HostNames(List.of());

    public HostNames {
        names = List.copyOf(names);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /// @param host in lower case
    public boolean has(String host) {
        return names.stream()
                .anyMatch(name -> name.startsWith(".")
                        ? host.endsWith(name) || host.equals(name.substring(1))
                        : host.equals(name));
    }

    /// These and the others.
    public HostNames and(HostNames others) {
        return new HostNames(
                Stream.concat(names.stream(), others.names.stream()).distinct().toList());
    }
}
