package dev.pennypost.mail.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsProblemTest {

    @Test
    void tellsAnExpiredCertificateFromAnUntrustedOne() {
        var expired = new CertPathValidatorException(
                "validity check failed",
                new CertificateExpiredException(),
                null,
                -1,
                CertPathValidatorException.BasicReason.EXPIRED);
        assertThat(TlsProblem.of(handshake(new CertificateException(expired))))
                .isEqualTo(TlsProblem.CERTIFICATE_EXPIRED);
        assertThat(TlsProblem.of(handshake(new CertificateException(new CertPathBuilderException("no path")))))
                .isEqualTo(TlsProblem.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void takesAPlainCertificateProblemForTheHostName() {
        assertThat(TlsProblem.of(handshake(new CertificateException("No name matching"))))
                .isEqualTo(TlsProblem.CERTIFICATE_HOST_MISMATCH);
    }

    @Test
    void callsEverythingElseAHandshake() {
        assertThat(TlsProblem.of(new EOFException())).isEqualTo(TlsProblem.HANDSHAKE_FAILED);
    }

    private static SSLHandshakeException handshake(Exception cause) {
        var thrown = new SSLHandshakeException("failed");
        thrown.initCause(cause);
        return thrown;
    }
}
