package dev.pennypost.mail.smtp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate that vouches for itself, good enough for STARTTLS in a sandbox or a test: it encrypts and
/// proves nothing. Made by the JDK's own `keytool`, because the JDK has no API that issues X.509 certificates.
public final class SelfSignedCertificate {
    private static final String ALIAS = "smtp";

    /// Not a secret: whoever can read the file has the key. The file is readable by its owner only.
    private static final String PASSWORD = "self-signed";

    private final KeyStore keys;

    private SelfSignedCertificate(KeyStore keys) {
        this.keys = keys;
    }

    /// The certificate kept in a PKCS #12 file, which is made when it is not there, has expired or names
    /// another host. Making one takes about a second.
    public static SelfSignedCertificate keptAt(Path file, String host) {
        try {
            if (Files.exists(file)) {
                var kept = new SelfSignedCertificate(load(file));
                if (kept.isValidFor(host)) return kept;
            }
            generate(file.toAbsolutePath(), host);
            return new SelfSignedCertificate(load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + file + " as a key store", e);
        }
    }

    /// A certificate that leaves no file behind.
    public static SelfSignedCertificate temporary(String host) {
        try {
            Path directory = Files.createTempDirectory("pennypost-certificate");
            Path file = directory.resolve("smtp.p12");
            try {
                return keptAt(file, host);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate) keys.getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// For a server that shows this certificate.
    public SSLContext serverContext() {
        try {
            var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot serve TLS", e);
        }
    }

    /// For a client that trusts this certificate and no other.
    public SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot speak TLS", e);
        }
    }

    private boolean isValidFor(String host) throws CertificateException {
        X509Certificate certificate = certificate();
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            return false;
        }
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(name -> host.equalsIgnoreCase(String.valueOf(name.get(1))));
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /// Into a directory of its own first and then moved, so that nobody ever reads half a key store.
    private static void generate(Path file, String host) throws IOException {
        Path parent = file.getParent();
        if (parent == null) throw new IOException("no directory to keep a key store in: " + file);
        Files.createDirectories(parent);
        Path workshop = Files.createTempDirectory(parent, ".keytool"); // created for its owner only
        Path fresh = workshop.resolve("fresh.p12");
        try {
            keytool(fresh, host);
            ownerOnly(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(workshop);
        }
    }

    private static void ownerOnly(Path file) throws IOException {
        var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
    }

    private static void keytool(Path file, String host) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                tool,
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host + ",ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) throw new IOException("keytool failed: " + output.strip());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool made a key", e);
        }
    }
}
