package dev.pennypost.mail.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Who is sending, in the spellings that macros ask for (RFC 7208 §7.2).
record SpfClient(InetAddress ip, String helo, String localPart, String senderDomain) {
    String sender() {
        return localPart + "@" + senderDomain;
    }

    boolean isIp4() {
        return ip instanceof Inet4Address;
    }

    /// `192.0.2.1`, or the 32 hexadecimal digits of an IPv6 address with dots between them.
    String dotted() {
        return isIp4()
                ? ip.getHostAddress()
                : String.join(".", HexFormat.of().formatHex(ip.getAddress()).split(""));
    }

    String reverseZone() {
        return isIp4() ? "in-addr" : "ip6";
    }

    /// The address as people write it, IPv6 shortened as RFC 5952 §4 says.
    String readable() {
        return isIp4()
                ? ip.getHostAddress()
                : shortened(ip.getHostAddress().replaceFirst("%.*", "").split(":"));
    }

    private static String shortened(String[] groups) {
        int start = 0;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int run = i;
            while (run < groups.length && groups[run].equals("0")) run++;
            if (run - i > length) {
                start = i;
                length = run - i;
            }
        }
        if (length == 1) return String.join(":", groups);
        return joined(groups, 0, start) + "::" + joined(groups, start + length, groups.length);
    }

    private static String joined(String[] groups, int from, int to) {
        return String.join(":", Arrays.copyOfRange(groups, from, to));
    }
}
