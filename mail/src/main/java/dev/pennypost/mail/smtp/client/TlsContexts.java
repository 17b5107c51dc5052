package dev.pennypost.mail.smtp.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The TLS configurations of a client, one per attitude to certificates. Long-lived: sessions are resumed
/// through them.
///
/// @param unverified used by OPPORTUNISTIC and REQUIRED
/// @param verified used by REQUIRED_VERIFIED; the host name is checked on top
public record TlsContexts(SSLContext unverified, SSLContext verified) {

    /// Any certificate for `unverified`, the JDK's trusted roots for `verified`.
    public static TlsContexts standard() {
        try {
            SSLContext anything = SSLContext.getInstance("TLS");
            anything.init(null, new TrustManager[] {new TrustAnything()}, null);
            return new TlsContexts(anything, SSLContext.getDefault());
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

    SSLContext of(TlsMode mode) {
        return mode == TlsMode.REQUIRED_VERIFIED ? verified : unverified;
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
