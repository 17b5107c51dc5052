package dev.pennypost.net;

import dev.pennypost.config.CannotStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// A certificate and its key in two PEM files, which are read again when they have changed: certificates are
/// renewed more often than servers are restarted.
public final class CertificateFiles extends X509ExtendedKeyManager {
    private static final System.Logger LOG = System.getLogger(CertificateFiles.class.getName());

    /// How long a renewed certificate may go unnoticed.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final char[] NO_PASSWORD = {};

    private final Path certificate;
    private final Path key;
    private final InstantSource clock;
    private Loaded loaded;
    private Instant looked;

    private record Loaded(X509ExtendedKeyManager keys, KeyAndChain pair, FileTime certificateTime, FileTime keyTime) {}

    /// A key with its certificate and those that lead to the issuer, the key's own first.
    public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
        public KeyAndChain {
            chain = List.copyOf(chain);
        }
    }

    private CertificateFiles(Path certificate, Path key, InstantSource clock)
            throws IOException, GeneralSecurityException {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.loaded = load();
        this.looked = clock.instant();
    }

    /// @throws CannotStart when there is no certificate and key of its to be had from the files
    public static SSLContext context(Path certificate, Path key, InstantSource clock) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {open(certificate, key, clock)}, null, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("TLS is missing from this JDK", impossible);
        }
    }

    /// @throws CannotStart when there is no certificate and key of its to be had from the files
    public static CertificateFiles open(Path certificate, Path key, InstantSource clock) {
        try {
            return new CertificateFiles(certificate, key, clock);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new CannotStart(
                    "cannot use " + certificate + " and " + key + " for TLS: " + unusable.getMessage()
                            + ". Certificates are in PEM, the key in PKCS #8 PEM, as `openssl pkcs8 -topk8 -nodes`"
                            + " writes it.",
                    unusable);
        }
    }

    /// What the files hold now.
    public KeyAndChain pair() {
        return loaded().pair();
    }

    private X509ExtendedKeyManager current() {
        return loaded().keys();
    }

    private synchronized Loaded loaded() {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(LOOK_AGAIN))) return loaded;
        looked = now;
        try {
            if (isRenewed()) loaded = load();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            LOG.log(System.Logger.Level.WARNING, "the certificate in use stays, the renewed one is unusable", unusable);
        }
        return loaded;
    }

    private boolean isRenewed() throws IOException {
        return !Files.getLastModifiedTime(certificate).equals(loaded.certificateTime())
                || !Files.getLastModifiedTime(key).equals(loaded.keyTime());
    }

    private Loaded load() throws IOException, GeneralSecurityException {
        FileTime certificateTime = Files.getLastModifiedTime(certificate);
        FileTime keyTime = Files.getLastModifiedTime(key);
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                .toArray(Certificate[]::new);
        if (chain.length == 0) throw new IllegalArgumentException("no certificate in " + certificate);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PrivateKey secret = privateKey(
                Files.readString(key, StandardCharsets.US_ASCII),
                chain[0].getPublicKey().getAlgorithm());
        requirePair(secret, chain[0].getPublicKey());
        store.setKeyEntry("server", secret, NO_PASSWORD, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        var pair = new KeyAndChain(
                secret, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        return new Loaded((X509ExtendedKeyManager) factory.getKeyManagers()[0], pair, certificateTime, keyTime);
    }

    private static PrivateKey privateKey(String pem, String algorithm) throws GeneralSecurityException {
        var found = KEY.matcher(pem);
        if (!found.find()) throw new IllegalArgumentException("no private key of PKCS #8 in the file");
        byte[] der = Base64.getMimeDecoder().decode(found.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /// Whoever renews writes one file after the other.
    private static void requirePair(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        byte[] something = {1};
        var signature = Signature.getInstance(
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                });
        signature.initSign(secret);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(something);
        if (!signature.verify(signed)) throw new IllegalArgumentException("the key is not that of the certificate");
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return current().getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return current().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return current().getPrivateKey(alias);
    }
}
