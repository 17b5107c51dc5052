package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.SiteConnection.Opened;
import dev.pennypost.delivery.tls.Bar;
import dev.pennypost.dns.AdTrust;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.dns.Resolvers;
import dev.pennypost.dns.Validation;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.testkit.SignedDns;
import dev.pennypost.testkit.SignedDns.Signed;
import dev.pennypost.testkit.TestAuthority;
import dev.pennypost.testkit.TestAuthority.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a recipient's domain to an encrypted session, with `dns.validate = "self"`: every record is signed,
/// and nobody vouches for it but the keys of the root.
class ValidatedDaneTest {
    private static final DomainName DEST = DomainName.parse("dest.test");
    private static final TestAuthority AUTHORITY = TestAuthority.shared();
    private static final Identity SHOWN = AUTHORITY.issue("mx.dest.test");
    private static final Identity OTHER = AUTHORITY.issue("mx.dest.test");

    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final SignedDns dns = new SignedDns(clock).zone("test", Signed.ECDSA, "");
    private final FakeMx mx = FakeMx.start();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        mx.close();
        dns.close();
        database.close();
    }

    @Test
    void verifiesAServerThatMatchesItsRecords() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("dest.test", Signed.ECDSA, server() + tlsa("mx", SHOWN));

        assertThat(policy(Validation.SELF)).isEqualTo("dane verified");
    }

    @Test
    void refusesAServerThatDoesNotMatch() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("dest.test", Signed.ECDSA, server() + tlsa("mx", OTHER));

        assertThat(open(Validation.SELF))
                .isInstanceOfSatisfying(
                        Opened.Failed.class,
                        failed -> assertThat(((Failure.TlsFailed) failed.failure()).problem())
                                .isEqualTo(TlsProblem.TLSA_MISMATCH));
    }

    @Test
    void speaksToNobodyWhereTheRecordsWereTamperedWith() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("dest.test", Signed.ECDSA, server() + tlsa("mx", SHOWN))
                .forges("_" + mx.port() + "._tcp.mx.dest.test");

        assertThat(open(Validation.SELF))
                .isInstanceOfSatisfying(
                        Opened.Barred.class, barred -> assertThat(barred.bar()).isEqualTo(Bar.TLSA_UNKNOWN));
        assertThat(mx.connections()).isZero();
    }

    @Test
    void findsTheRecordsOfAnAliasInAnotherSignedZone() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("provider.test", Signed.ED25519, "host7 A 127.0.0.1\n" + tlsa("host7", SHOWN));
        dns.zone("dest.test", Signed.ECDSA, "@ MX 10 mx\nmx CNAME host7.provider.test.\n" + tlsa("mx", OTHER));

        assertThat(policy(Validation.SELF)).isEqualTo("dane verified");
    }

    @Test
    void holdsAnAliasThatLeadsOutOfSignedZonesAgainstItsOwnRecords() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("provider.test", Signed.NOT, "host7 A 127.0.0.1\n" + tlsa("host7", OTHER));
        dns.zone("dest.test", Signed.ECDSA, "@ MX 10 mx\nmx CNAME host7.provider.test.\n" + tlsa("mx", SHOWN));

        assertThat(policy(Validation.SELF)).isEqualTo("dane verified");
    }

    @Test
    void goesWithoutInAZoneThatIsNotSigned() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("dest.test", Signed.NOT, server() + tlsa("mx", OTHER));

        assertThat(policy(Validation.SELF)).isEqualTo("opportunistic");
    }

    @Test
    void goesWithoutWhereNobodyValidates() {
        mx.withTls(SHOWN.serverContext());
        dns.zone("dest.test", Signed.ECDSA, server() + tlsa("mx", OTHER));

        assertThat(policy(Validation.OFF)).isEqualTo("opportunistic");
        assertThat(policy(Validation.RESOLVER))
                .as("the resolver sets no AD bit")
                .isEqualTo("opportunistic");
    }

    @Test
    void doesNotStartWithoutKeysToStartFrom() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        for (Path file : List.of(folder.resolve("missing"), empty))
            assertThatThrownBy(() -> Resolvers.of(config(Validation.SELF, file), clock))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("dns.trust-anchors: cannot use " + file);
    }

    private static String server() {
        return "@ MX 10 mx\nmx A 127.0.0.1\n";
    }

    private String tlsa(String host, Identity identity) {
        try {
            byte[] key = identity.certificate().getPublicKey().getEncoded();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key));
            return "_" + mx.port() + "._tcp." + host + " TLSA 3 1 1 " + hash + "\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String policy(Validation validation) {
        try (SiteConnection connection = connection(validation)) {
            assertThat(open(connection)).isInstanceOf(Opened.Open.class);
            return String.valueOf(connection.tlsPolicy());
        }
    }

    private static Opened open(SiteConnection connection) {
        return connection.session(() -> DEST, DEST, _ -> Optional.empty());
    }

    private Opened open(Validation validation) {
        try (SiteConnection connection = connection(validation)) {
            return open(connection);
        }
    }

    private SiteConnection connection(Validation validation) {
        try {
            Path anchors =
                    Files.writeString(folder.resolve("anchors"), dns.anchors().toString());
            var resolver = Resolvers.of(config(validation, anchors), clock).caching();
            return TestConnections.to(DEST, "mx.dest.test", mx.port(), resolver, database, new Semaphore(1), clock);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private DnsConfig config(Validation validation, Path anchors) {
        return new DnsConfig(
                List.of(new HostPort("127.0.0.1", dns.address().getPort())),
                true,
                53,
                false,
                AdTrust.LOOPBACK,
                validation,
                anchors.toString());
    }
}
