package dev.pennypost;

import java.security.Provider;
import java.security.Security;
import java.util.concurrent.CompletableFuture;

/// Puts Amazon Corretto Crypto Provider before the JDK's own providers where it loads: it makes 2.8 times as many RSA
/// signatures, and signatures are what sending costs.
final class CryptoProvider {
    private static final System.Logger LOG = System.getLogger(CryptoProvider.class.getName());
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private CryptoProvider() {}

    /// Begins to install it, which takes a tenth of a second that the start has better uses for. To be waited for
    /// before the first key is read.
    static CompletableFuture<Void> installing() {
        var done = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().name("crypto-provider").start(() -> {
            install();
            done.complete(null);
        });
        return done;
    }

    private static void install() {
        try {
            var provider =
                    (Provider) Class.forName(CORRETTO).getField("INSTANCE").get(null);
            Security.insertProviderAt(provider, 1);
        } catch (ReflectiveOperationException | LinkageError absent) {
            LOG.log(System.Logger.Level.INFO, "signing with the JDK: Corretto Crypto Provider does not load here");
        }
    }
}
