package dev.pennypost.domains.writer;

import dev.pennypost.config.Key;
import dev.pennypost.net.AddressPolicy;

/// Settings for publishing records at owners' DNS hosts.
public record WriterConfig(
        @Key(value = "Send dynamic updates (RFC 2136) to loopback and private addresses too.", or = "false")
        boolean privateAddresses,

        @Key(
                value = "Reach DNS hosts on the internet. The sandbox says `false`: nothing leaves the machine.",
                or = "true")
        boolean outside) {
    /// Where dynamic updates may be sent.
    public AddressPolicy reach() {
        return outside ? AddressPolicy.allowingPrivate(privateAddresses) : AddressPolicy.LOOPBACK_ONLY;
    }

    /// The same settings for a world that ends at this machine.
    public WriterConfig inside() {
        return new WriterConfig(privateAddresses, false);
    }
}
