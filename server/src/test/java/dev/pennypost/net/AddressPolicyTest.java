package dev.pennypost.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "::ffff:169.254.169.254",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "4000::1"
            })
    void refusesWhatIsNotOnThePublicInternet(String literal) {
        assertThat(AddressPolicy.isPublic(InetAddress.ofLiteral(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:4860:4860::8888",
                "2a00::1",
                "2606:4700::1111",
                "64:ff9b::808:808"
            })
    void permitsThePublicInternet(String literal) {
        assertThat(AddressPolicy.isPublic(InetAddress.ofLiteral(literal))).isTrue();
    }

    @Test
    void permitsLoopbackOnlyWhenTheOperatorSaysSo() {
        var loopback = InetAddress.getLoopbackAddress();
        assertThat(AddressPolicy.allowingPrivate(true).permits(loopback)).isTrue();
        assertThat(AddressPolicy.allowingPrivate(false).permits(loopback)).isFalse();
    }
}
