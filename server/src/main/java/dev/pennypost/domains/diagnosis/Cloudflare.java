package dev.pennypost.domains.diagnosis;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// The networks of Cloudflare's proxy, as <https://www.cloudflare.com/ips/> lists them.
final class Cloudflare {
    private static final List<Network> PROXIES = List.of(
            Network.of("173.245.48.0", 20),
            Network.of("103.21.244.0", 22),
            Network.of("103.22.200.0", 22),
            Network.of("103.31.4.0", 22),
            Network.of("141.101.64.0", 18),
            Network.of("108.162.192.0", 18),
            Network.of("190.93.240.0", 20),
            Network.of("188.114.96.0", 20),
            Network.of("197.234.240.0", 22),
            Network.of("198.41.128.0", 17),
            Network.of("162.158.0.0", 15),
            Network.of("104.16.0.0", 13),
            Network.of("104.24.0.0", 14),
            Network.of("172.64.0.0", 13),
            Network.of("131.0.72.0", 22),
            Network.of("2400:cb00::", 32),
            Network.of("2606:4700::", 32),
            Network.of("2803:f800::", 32),
            Network.of("2405:b500::", 32),
            Network.of("2405:8100::", 32),
            Network.of("2a06:98c0::", 29),
            Network.of("2c0f:f248::", 32));

    private Cloudflare() {}

    static boolean isProxy(InetAddress address) {
        return PROXIES.stream().anyMatch(network -> network.has(address));
    }

    private record Network(InetAddress first, int bits) {
        static Network of(String first, int bits) {
            return new Network(InetAddress.ofLiteral(first), bits);
        }

        boolean has(InetAddress address) {
            byte[] octets = address.getAddress();
            byte[] ours = first.getAddress();
            if (octets.length != ours.length) return false;
            int whole = bits / 8;
            if (!Arrays.equals(octets, 0, whole, ours, 0, whole)) return false;
            int mask = 0xff00 >> bits % 8 & 0xff;
            return bits % 8 == 0 || (octets[whole] & mask) == (ours[whole] & mask);
        }
    }
}
