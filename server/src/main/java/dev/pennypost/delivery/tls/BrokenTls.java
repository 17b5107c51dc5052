package dev.pennypost.delivery.tls;

import java.time.Duration;
import java.time.InstantSource;

/// Mail servers whose TLS broke while mail in the clear got through, for three days. In memory only: forgetting one
/// costs a handshake, and what a stranger can cause by breaking a handshake should not outlive the process.
final class BrokenTls {
    private static final Duration REMEMBERED = Duration.ofDays(3);
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Recent<String, Boolean> hosts = new Recent<>(MOST);

    BrokenTls(InstantSource clock) {
        this.clock = clock;
    }

    void remember(MailHost host) {
        hosts.put(host.name(), true, clock.instant().plus(REMEMBERED));
    }

    boolean remembers(MailHost host) {
        return hosts.get(host.name(), clock.instant()).isPresent();
    }
}
