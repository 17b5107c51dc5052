package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DomainName;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeSet;

/// Where in DNS a domain lies.
sealed interface Territory {
    /// In a zone, served by these servers.
    ///
    /// @param parentNames the name servers as the zone above lists them
    /// @param childNames the name servers as the zone itself lists them
    /// @param above servers of the zone above, where that is a customer's too
    record Found(
            DomainName zone,
            List<NameServer> servers,
            List<DomainName> parentNames,
            List<DomainName> childNames,
            List<InetSocketAddress> above)
            implements Territory {
        public Found {
            servers = List.copyOf(servers);
            parentNames = List.copyOf(parentNames);
            childNames = List.copyOf(childNames);
            above = List.copyOf(above);
        }

        List<NameServer> sound() {
            return servers.stream().filter(NameServer::isSound).toList();
        }

        List<NameServer> lame() {
            return servers.stream().filter(server -> !server.isSound()).toList();
        }

        boolean listsDiffer() {
            return !childNames.isEmpty() && !new TreeSet<>(parentNames).equals(new TreeSet<>(childNames));
        }
    }

    /// Nowhere: the registry does not know the name.
    ///
    /// @param registry the zone that denies it
    record Unregistered(DomainName registry) implements Territory {}

    /// DNS could not be asked.
    record Unknown(String why) implements Territory {}
}
