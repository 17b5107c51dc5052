package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.Credentials.Algorithm;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/// Against a real BIND.
class UpdateWriterTest extends ZoneWriterContract {
    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void needsBind() {
        Assumptions.assumeTrue(NamedServer.isInstalled(), "needs /usr/sbin/named (apt-get install bind9)");
    }

    @Override
    WriterWorld open() throws Exception {
        return new Bind(NamedServer.start(folder));
    }

    @Test
    void losesToSomebodyWhoWasFasterBetweenReadingAndWriting() {
        world().put("send.acme.test", "TXT", "v=spf1 -all");
        var writer = writer();
        var zone = writer.zone(DOMAIN).orElseThrow();
        var set = writer.read(zone, Set.of(DomainName.ofDns("send.acme.test"))).getFirst();
        world().put("send.acme.test", "TXT", "more");
        var change = new SetChange(set.name(), set.type(), Optional.of(set), List.of("ours"));
        assertThatThrownBy(() -> writer.apply(zone, List.of(change)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(new WriterProblem.ZoneChanged()));
        assertThat(world().served("send.acme.test", "TXT")).containsExactlyInAnyOrder("v=spf1 -all", "more");
    }

    @Test
    void tellsAKeyThatMayNotUpdate() {
        var reader = new Credentials.Rfc2136(
                bind().address(), NamedServer.READER, Algorithm.HMAC_SHA256, new Secret(NamedServer.KEY));
        var order = new DnsPublishing.Order(DOMAIN, PLAN, reader, false);
        assertThat(refusal(publishing().publish(order, preview(PLAN, false).id())))
                .isInstanceOf(WriterProblem.NotPermitted.class);
    }

    @Test
    void tellsAKeyTheServerDoesNotKnow() {
        var unknown = new Credentials.Rfc2136(
                bind().address(), "unknown", Algorithm.HMAC_SHA256, new Secret(NamedServer.KEY));
        assertThat(refusal(publishing().preview(new DnsPublishing.Order(DOMAIN, PLAN, unknown, false))))
                .isInstanceOf(WriterProblem.BadCredentials.class);
    }

    @Test
    void tellsAServerThatIsNotThere() {
        bind().close();
        assertThat(refusal(publishing().preview(order(PLAN, false)))).isInstanceOf(WriterProblem.Unreachable.class);
    }

    @Test
    void speaksToPublicAddressesOnly() {
        var writers = new Writers(
                writers().http(),
                HostLookup.system(),
                AddressPolicy.PUBLIC_ONLY,
                world().endpoints(),
                InstantSource.system(),
                _ -> {});
        var publishing = new DnsPublishing(writers, new TextRules(Optional::of));
        assertThat(refusal(publishing.preview(order(PLAN, false))))
                .isEqualTo(new WriterProblem.Unreachable("127.0.0.1 has no public address"));
    }

    private Bind bind() {
        return (Bind) world();
    }

    private record Bind(NamedServer server) implements WriterWorld {
        HostPort address() {
            return new HostPort("127.0.0.1", server.port());
        }

        @Override
        public Credentials credentials() {
            return new Credentials.Rfc2136(
                    address(), NamedServer.KEY_NAME, Algorithm.HMAC_SHA256, new Secret(NamedServer.KEY));
        }

        @Override
        public Credentials wrongCredentials() {
            String other = Base64.getEncoder()
                    .encodeToString("wr0ng-wr0ng-wr0ng-wr0ng".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return new Credentials.Rfc2136(address(), NamedServer.KEY_NAME, Algorithm.HMAC_SHA256, new Secret(other));
        }

        @Override
        public Endpoints endpoints() {
            return Endpoints.allAt(URI.create("http://127.0.0.1:9"));
        }

        @Override
        public void put(String name, String type, String value) {
            String data = switch (type) {
                case "TXT" -> FakeDnsHost.divided(value.replace("\\", "\\\\").replace("\"", "\\\""));
                case "MX", "CNAME", "NS" -> value + ".";
                default -> value;
            };
            try {
                var update = new Update(Name.fromString("acme.test."));
                update.add(Record.fromString(
                        Name.fromString(name + "."), Type.value(type), DClass.IN, 300, data, Name.root));
                assertThat(resolver().send(update).getRcode()).isZero();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        }

        @Override
        public List<String> served(String name, String type) {
            try {
                var question = Record.newRecord(Name.fromString(name + "."), Type.value(type), DClass.IN);
                return resolver().send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
                        .filter(record -> record.getType() == Type.value(type))
                        .map(record -> FakeDnsHost.served(name, type, record.rdataToString()))
                        .toList();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        }

        private SimpleResolver resolver() {
            var resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            resolver.setTCP(true);
            resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, NamedServer.KEY_NAME, NamedServer.KEY));
            return resolver;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
