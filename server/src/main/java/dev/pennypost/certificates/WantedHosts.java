package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import java.util.Set;

/// The hosts that links of ours lead to, and that HTTPS should therefore be served for. Asked once a minute.
@FunctionalInterface
public interface WantedHosts {
    Set<DomainName> now();
}
