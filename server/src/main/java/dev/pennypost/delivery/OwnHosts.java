package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.client.Target;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The names and addresses that are ourselves: mail for a domain whose exchanger we are does not leave by SMTP, or it
/// would come back (RFC 5321 §6.3).
record OwnHosts(Set<String> names, Set<InetAddress> addresses) {
    OwnHosts {
        names = Set.copyOf(names);
        addresses = Set.copyOf(addresses);
    }

    boolean isOurs(String exchange, List<Target> targets) {
        String name = exchange.toLowerCase(Locale.ROOT);
        return names.contains(name)
                || targets.stream().map(target -> target.address().getAddress()).anyMatch(addresses::contains);
    }
}
