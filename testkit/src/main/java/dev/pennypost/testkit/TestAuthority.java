package dev.pennypost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority for tests, made by the JDK's `keytool` once in the life of the JVM. Its certificates are
/// valid from 2025 for twenty years, so that clocks that stand still find them valid too.
public final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String SELF = "authority";
    private static final String START = "2025/01/01 00:00:00";
    private static final int DAYS = 7300;

    private final Path file;
    private final X509Certificate certificate;
    private int issued;

    private TestAuthority() {
        try {
            Path folder = Files.createTempDirectory("pennypost-authority");
            file = folder.resolve("keys.p12");
            keytool(SELF, START, DAYS, "CN=Test Authority", "-ext", "bc:c", "-ext", "ku=keyCertSign");
            certificate = (X509Certificate) keys().getCertificate(SELF);
            file.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static TestAuthority shared() {
        return One.MADE;
    }

    private static final class One {
        static final TestAuthority MADE = new TestAuthority();
    }

    /// A key with its certificate and those that lead to the authority.
    ///
    /// @param chain the key's own certificate first, the authority's last
    public record Identity(List<X509Certificate> chain, PrivateKey key, SSLContext serverContext) {
        public X509Certificate certificate() {
            return chain.getFirst();
        }

        /// The chain as servers read it from files.
        public String chainPem() {
            return chain.stream().map(TestAuthority::pem).collect(Collectors.joining());
        }

        /// The key likewise, in PKCS #8.
        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }
    }

    /// The authority's own certificate, for those who are to trust it.
    public String pem() {
        return pem(certificate);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + label
                + "-----\n";
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// A good certificate for these names, `*.` included.
    public Identity issue(String... hosts) {
        return issue(START, DAYS, hosts);
    }

    /// A certificate that has expired long ago.
    public Identity issueExpired(String... hosts) {
        return issue("2025/01/01 00:00:00", 30, hosts);
    }

    /// For a client that trusts this authority and no other.
    public SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(SELF, certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized Identity issue(String start, int days, String... hosts) {
        try {
            String alias = "issued" + ++issued;
            String names = Arrays.stream(hosts).map(host -> "dns:" + host).collect(Collectors.joining(","));
            keytool(alias, start, days, "CN=" + alias, "-ext", "san=" + names, "-signer", SELF);
            return identity(alias);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Identity identity(String alias) throws IOException, GeneralSecurityException {
        KeyStore all = keys();
        Certificate[] chain = all.getCertificateChain(alias);
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var secret = (PrivateKey) all.getKey(alias, PASSWORD.toCharArray());
        return new Identity(Stream.of(chain).map(X509Certificate.class::cast).toList(), secret, context);
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String alias, String start, int days, String name, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-startdate",
                start,
                "-validity",
                String.valueOf(days),
                "-dname",
                name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) throw new IOException("keytool failed: " + output.strip());
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool made a key", interrupted);
        }
    }
}
