package dev.pennypost.mail.smtp;

import javax.net.ssl.SSLSession;

/// How a connection is encrypted, in the words of the JDK: `TLSv1.3`, `TLS_AES_256_GCM_SHA384`.
public record TlsFacts(String protocol, String cipher) {
    public static TlsFacts of(SSLSession session) {
        return new TlsFacts(session.getProtocol(), session.getCipherSuite());
    }
}
