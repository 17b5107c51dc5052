package dev.pennypost.api.http;

import dev.pennypost.config.CannotStart;
import dev.pennypost.net.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tells who sent a request: whoever is connected to us, or where that is a proxy of ours, whom it names.
///
/// @param proxies whose word is taken
record Clients(List<Network> proxies) {
    /// @throws CannotStart when a proxy is neither an address nor a range
    static Clients behind(List<String> proxies) {
        return new Clients(proxies.stream().map(Clients::network).toList());
    }

    private static Network network(String text) {
        try {
            if (text.indexOf('/') >= 0) return Network.parse(text);
            byte[] address = InetAddress.ofLiteral(text).getAddress();
            return new Network(address, address.length * 8);
        } catch (IllegalArgumentException malformed) {
            throw new CannotStart("http.trusted-proxies: `" + text + "` is neither an address nor a range", malformed);
        }
    }

    /// The client's address. Each proxy adds whom it was asked by at the end, so names are believed from there, up to
    /// the first that is no proxy of ours: what stands before it, anybody can have written.
    ///
    /// @param forwarded the values of X-Forwarded-For, in their order
    InetAddress of(InetAddress peer, List<String> forwarded) {
        InetAddress client = peer;
        List<String> named = forwarded.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        for (String name : named.reversed()) {
            if (!isProxy(client)) break;
            Optional<InetAddress> next = address(name);
            if (next.isEmpty()) break;
            client = next.get();
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.contains(address.getAddress()));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
