package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.tls.MailHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Where mail for a destination goes.
sealed interface Route {
    /// Servers, the most preferred first; those of one group are equals.
    record Hosts(List<List<MailHost>> groups) implements Route {
        public Hosts {
            groups = groups.stream().map(List::copyOf).toList();
        }

        static Hosts of(List<MailHost> equals) {
            return new Hosts(List.of(equals));
        }

        /// The order to try them in: RFC 5321 §5.1, by preference, equals in random order; an exchange's own addresses
        /// stay in the order they were found.
        List<MailHost> inOrder(int most, Random random) {
            var order = new ArrayList<MailHost>();
            for (List<MailHost> group : groups) order.addAll(shuffled(group, random));
            return order.subList(0, Math.min(most, order.size()));
        }

        private static List<MailHost> shuffled(List<MailHost> group, Random random) {
            var hosts = new ArrayList<>(
                    group.stream().map(MailHost::name).distinct().toList());
            Collections.shuffle(hosts, random);
            return hosts.stream()
                    .flatMap(host -> group.stream().filter(one -> one.name().equals(host)))
                    .toList();
        }
    }

    /// A server of the operator's own, whose addresses are looked for when it is connected to.
    record Mapped(HostPort server) implements Route {}

    /// No server to speak to.
    sealed interface Nowhere extends Route {}

    /// There is none and there will be none.
    record Undeliverable(String why) implements Nowhere {}

    /// There may be one; DNS did not tell.
    record Unknown(String why) implements Nowhere {}
}
