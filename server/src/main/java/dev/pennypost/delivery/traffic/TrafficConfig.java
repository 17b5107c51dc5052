package dev.pennypost.delivery.traffic;

import dev.pennypost.config.Key;
import java.util.List;
import java.util.Map;

/// Settings of how much mail goes where, and from which addresses.
public record TrafficConfig(
        @Key(
                "File with rules for sites that come before the shipped ones (`server/src/main/resources/dev/pennypost/delivery/sites/sites.rules`), in the same form. Empty: none.")
        String siteRules,

        @Key(
                "Addresses of this machine that mail leaves from: a name to the IP address and the host name said in EHLO, such as `203.0.113.5 mta1.example.com`. Empty: the system chooses.")
        Map<String, String> sources,

        @Key("Names of pools to names of sources, separated by spaces. Without any, all sources are one pool.")
        Map<String, String> pools,

        @Key(
                "Sending domains to the pool their mail leaves from; a domain stands for those below it too. The others use the pool `default`, or all sources where there is none.")
        Map<String, String> poolOf,

        @Key(
                "Pool of warmed addresses that take what a source or a domain that is being warmed up may not send any more today. Empty: it waits for tomorrow.")
        String overflowPool,

        @Key("Sources and sending domains that are being warmed up, to the day they began, such as `2026-11-01`.")
        Map<String, String> warmUp,

        @Key(
                value =
                        "Emails a source or a domain may send on each day of its warm-up; after the last there is no limit.",
                or =
                        "50, 60, 70, 80, 90, 100, 100, 200, 250, 300, 350, 400, 450, 500, 1000, 1150, 1300, 1500, 1650, 1800, 2000, 5000, 5800, 6600, 7500, 8300, 9000, 10000")
        List<String> warmUpPerDay) {
    /// One address that the system chooses, and the shipped rules.
    public static final TrafficConfig USUAL =
            new TrafficConfig("", Map.of(), Map.of(), Map.of(), "", Map.of(), List.of());
}
