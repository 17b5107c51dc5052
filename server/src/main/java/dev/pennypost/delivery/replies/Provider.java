package dev.pennypost.delivery.replies;

import dev.pennypost.delivery.sites.HostNames;

/// Whose servers a rule is about.
///
/// @param hosts its servers; none for everybody's
record Provider(String name, HostNames hosts) {
    static final Provider ANYBODY = new Provider("*", HostNames.NONE);

    boolean has(String host) {
        return hosts.isEmpty() || hosts.has(host);
    }
}
