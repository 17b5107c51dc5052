package dev.pennypost.dns;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import java.util.List;

/// Settings of DNS lookups.
public record DnsConfig(
        @Key("Resolvers to ask, each `host:port`, in this order. Empty: those of the machine.")
        List<HostPort> resolvers,

        @Key(
                value =
                        "Ask the name servers of customers' domains themselves, besides the resolvers. Say `false` where only resolvers get through: then nothing tells which server lacks a record, or what caches hold.",
                or = "true")
        boolean askNameServers,

        @Key(value = "Port where name servers of customers' domains listen.", or = "53")
        int nameServerPort,

        @Key(value = "Ask name servers at private addresses too. Their owners choose the addresses.", or = "false")
        boolean privateNameServers,

        @Key(
                value =
                        "Which resolvers are believed when they say that they validated an answer with DNSSEC, which DANE needs: `loopback`, those on this machine; `all`; `none`. Say `all` only where nobody can stand between us and the resolvers.",
                or = "loopback")
        AdTrust trustAd,

        @Key(
                value =
                        "Who validates answers with DNSSEC, which DANE needs: `resolver`, as far as `dns.trust-ad` believes it; `self`, this server, which asks the resolvers for signatures and keys and believes none of them; `off`, nobody, and then there is no DANE.",
                or = "resolver")
        Validation validate,

        @Key(
                "File with the keys that validation starts from, as DS or DNSKEY records, for `dns.validate = \"self\"`. Empty: those of the root that IANA publishes.")
        String trustAnchors) {
    /// Believes resolvers on this machine.
    public DnsConfig(List<HostPort> resolvers, boolean askNameServers, int nameServerPort, boolean privateNameServers) {
        this(resolvers, askNameServers, nameServerPort, privateNameServers, AdTrust.LOOPBACK, Validation.RESOLVER, "");
    }

    /// The machine's resolvers, or these, and otherwise the defaults.
    public static DnsConfig with(List<HostPort> resolvers) {
        return new DnsConfig(resolvers, true, 53, false);
    }
}
