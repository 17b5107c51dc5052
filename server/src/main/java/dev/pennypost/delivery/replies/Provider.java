package dev.pennypost.delivery.replies;

import java.util.List;

/// Whose servers a rule is about.
///
/// @param suffixes what the names of its servers end with, in lower case, each with a leading dot; empty for
/// everybody's
record Provider(String name, List<String> suffixes) {
    static final Provider ANYBODY = new Provider("*", List.of());

    boolean has(String host) {
        if (suffixes.isEmpty()) return true;
        return suffixes.stream()
                .anyMatch(suffix -> host.endsWith(suffix) || suffix.substring(1).equals(host));
    }
}
