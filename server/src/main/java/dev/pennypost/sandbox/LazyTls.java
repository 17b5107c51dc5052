package dev.pennypost.sandbox;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A TLS context that is made when the first client needs it: making a certificate takes about a second, and the
/// sandbox is to start in less.
final class LazyTls extends SSLContext {
    private final Spi spi;

    private LazyTls(Spi spi, Provider provider) {
        super(spi, provider, "TLS");
        this.spi = spi;
    }

    static LazyTls of(Supplier<SSLContext> making) {
        return new LazyTls(new Spi(making), new NoProvider());
    }

    /// Has it made in the background, so that the first client need not wait.
    void prepare() {
        Thread.ofVirtual().name("sandbox-tls").start(spi.making);
    }

    /// A context has to name a provider; the one that does the work is behind the real context.
    private static final class NoProvider extends Provider {
        NoProvider() {
            super("PennypostSandbox", "1", "a TLS context made on demand");
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final FutureTask<SSLContext> making;

        Spi(Supplier<SSLContext> making) {
            this.making = new FutureTask<>(making::get);
        }

        private SSLContext real() {
            making.run(); // does nothing when it runs or has run
            try {
                return making.get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            } catch (ExecutionException failed) {
                throw new IllegalStateException("no certificate for STARTTLS", failed.getCause());
            }
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context brings its own keys");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return real().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return real().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return real().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return real().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return real().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return real().getClientSessionContext();
        }
    }
}
