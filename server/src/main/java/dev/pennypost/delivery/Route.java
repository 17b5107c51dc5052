package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.client.Target;
import java.util.List;

/// Where mail for a destination goes.
sealed interface Route {
    /// Servers in the order to try them.
    record Hosts(List<Target> targets) implements Route {
        public Hosts {
            targets = List.copyOf(targets);
        }
    }

    /// No server to speak to.
    sealed interface Nowhere extends Route {}

    /// There is none and there will be none.
    record Undeliverable(String why) implements Nowhere {}

    /// There may be one; DNS did not tell.
    record Unknown(String why) implements Nowhere {}
}
