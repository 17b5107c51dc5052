package dev.pennypost.delivery;

import dev.pennypost.delivery.tls.MailHost;
import dev.pennypost.mail.smtp.client.Target;
import java.util.List;

/// Where mail for a destination goes.
sealed interface Route {
    /// Servers in the order to try them.
    record Hosts(List<MailHost> hosts) implements Route {
        public Hosts {
            hosts = List.copyOf(hosts);
        }

        List<Target> targets() {
            return hosts.stream().map(MailHost::target).toList();
        }
    }

    /// No server to speak to.
    sealed interface Nowhere extends Route {}

    /// There is none and there will be none.
    record Undeliverable(String why) implements Nowhere {}

    /// There may be one; DNS did not tell.
    record Unknown(String why) implements Nowhere {}
}
