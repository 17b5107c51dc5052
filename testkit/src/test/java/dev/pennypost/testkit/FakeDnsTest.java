package dev.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import org.junit.jupiter.api.Test;

class FakeDnsTest implements ResolverContract {
    private final FakeDns dns = new FakeDns().zone(ORIGIN, ZONE).fails(FAILING).fails("host." + FAILING);

    @Override
    public Resolver resolver() {
        return dns;
    }

    @Test
    void isProgrammedRecordByRecord() {
        dns.txt("a.test", "hello")
                .mx("a.test", 10, "mx.a.test")
                .a("mx.a.test", "192.0.2.7", "2001:db8::7")
                .cname("www.a.test", "mx.a.test")
                .ns("a.test", "ns.a.test")
                .ptr("192.0.2.7", "mx.a.test")
                .ptr("2001:db8::7", "mx.a.test");
        assertThat(ask("a.test", RecordType.TXT).all(DnsRecord.Txt.class)).containsExactly(new DnsRecord.Txt("hello"));
        assertThat(ask("www.a.test", RecordType.AAAA).all(DnsRecord.Address.class))
                .hasSize(1);
        assertThat(ask("7.2.0.192.in-addr.arpa", RecordType.PTR)).isInstanceOf(Answer.Records.class);
        assertThat(ask("7" + ".0".repeat(23) + ".8.b.d.0.1.0.0.2.ip6.arpa", RecordType.PTR))
                .isInstanceOf(Answer.Records.class);
    }

    @Test
    void vouchesOnlyForChainsThatAreSignedThroughout() {
        dns.txt("b.test", "x").cname("a.test", "b.test").signed("b.test");
        assertThat(authenticated("b.test")).isTrue();
        assertThat(authenticated("a.test")).isFalse();
        dns.signed("a.test");
        assertThat(authenticated("a.test")).isTrue();
    }

    @Test
    void failsForOneTypeAndForgets() {
        dns.txt("a.test", "x").fails("a.test", RecordType.MX);
        assertThat(ask("a.test", RecordType.MX)).isInstanceOf(Answer.Failed.class);
        assertThat(ask("a.test", RecordType.TXT)).isInstanceOf(Answer.Records.class);
        dns.forget("a.test");
        assertThat(ask("a.test", RecordType.MX)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void remembersWhatItWasAsked() {
        ask("a.test", RecordType.MX);
        assertThat(dns.asked()).containsExactly(new FakeDns.Question(DomainName.ofDns("a.test"), RecordType.MX));
    }

    private boolean authenticated(String name) {
        return ((Answer.Records) ask(name, RecordType.TXT)).authenticated();
    }

    private Answer ask(String name, RecordType type) {
        return dns.ask(DomainName.ofDns(name), type);
    }
}
