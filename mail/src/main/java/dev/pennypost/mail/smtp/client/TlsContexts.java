package dev.pennypost.mail.smtp.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The TLS configurations of a client, one per attitude to certificates. Long-lived: sessions are resumed
/// through them. DANE makes one for each connection.
///
/// @param unverified used by [TlsDemand.Opportunistic] and [TlsDemand.Required]
/// @param verified used by [TlsDemand.WebPki]; the host name is checked on top
public record TlsContexts(SSLContext unverified, SSLContext verified) {

    /// Any certificate for `unverified`, the JDK's trusted roots for `verified`.
    public static TlsContexts standard() {
        try {
            return new TlsContexts(trusting(new TrustAnything()), SSLContext.getDefault());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot speak TLS", e);
        }
    }

    public TlsContexts withUnverified(SSLContext context) {
        return new TlsContexts(context, verified);
    }

    public TlsContexts withVerified(SSLContext context) {
        return new TlsContexts(unverified, context);
    }

    SSLContext of(TlsDemand demand) {
        return switch (demand) {
            case TlsDemand.None _, TlsDemand.Opportunistic _, TlsDemand.Required _ -> unverified;
            case TlsDemand.WebPki _ -> verified;
            case TlsDemand.Dane dane -> trusting(new DaneTrust(dane));
        };
    }

    private static SSLContext trusting(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot speak TLS", e);
        }
    }

    /// Opportunistic TLS protects against listening, not against impersonation (RFC 7435 §3); a check that
    /// falls back to clear text when it fails would protect against neither. The extended class keeps the JDK
    /// from adding its own.
    private static final class TrustAnything extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
