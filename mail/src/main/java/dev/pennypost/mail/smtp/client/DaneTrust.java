package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.dane.DaneVerdict;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts the certificates that the TLSA records of one server speak of, and no others. The extended class keeps the
/// JDK from adding checks of its own, which DANE does without (RFC 7672 §3.1.1).
final class DaneTrust extends X509ExtendedTrustManager {
    private final TlsDemand.Dane demand;

    DaneTrust(TlsDemand.Dane demand) {
        this.demand = demand;
    }

    /// What the records said against the certificates.
    static final class Mismatch extends CertificateException {
        private final DaneVerdict verdict;

        Mismatch(DaneVerdict verdict) {
            super(
                    switch (verdict) {
                        case MATCHED -> "the certificate matches";
                        case NO_MATCH -> "no TLSA record matches the certificate";
                        case WRONG_HOST -> "the certificate is made out to another host";
                        case EXPIRED -> "the certificate has expired";
                        case NOT_ISSUED -> "the certificate does not come from the issuer that TLSA records name";
                    });
            this.verdict = verdict;
        }

        TlsProblem problem() {
            return switch (verdict) {
                case NO_MATCH, MATCHED -> TlsProblem.TLSA_MISMATCH;
                case WRONG_HOST -> TlsProblem.CERTIFICATE_HOST_MISMATCH;
                case EXPIRED -> TlsProblem.CERTIFICATE_EXPIRED;
                case NOT_ISSUED -> TlsProblem.CERTIFICATE_NOT_TRUSTED;
            };
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        DaneVerdict verdict = demand.records().verify(List.of(chain), demand.hosts(), demand.asOf());
        if (verdict != DaneVerdict.MATCHED) throw new Mismatch(verdict);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a client does not judge clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
