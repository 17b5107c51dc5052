package dev.pennypost.certificates;

import dev.pennypost.config.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom we believe to be the authority: whoever the JDK believes, and holders of the operator's own
/// certificates.
final class Trust {
    private Trust() {}

    /// @param more a file in PEM; empty for none
    /// @throws CannotStart when the file cannot be used
    static SSLContext withRoots(String more) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, more.isEmpty() ? null : managers(roots(Path.of(more))), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new CannotStart(
                    "certificates.root-certificate-file: cannot use " + more + ": " + unusable.getMessage(), unusable);
        }
    }

    private static KeyStore roots(Path file) throws IOException, GeneralSecurityException {
        var own = Pem.read(Files.readString(file, StandardCharsets.US_ASCII)).stream();
        var usual = Arrays.stream(managers(null))
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate root : Stream.concat(own, usual).toList())
            store.setCertificateEntry("root" + number++, root);
        return store;
    }

    private static TrustManager[] managers(@Nullable KeyStore roots) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }
}
