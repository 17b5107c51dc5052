package dev.pennypost.mail.tlsrpt;

/// Why a session failed, or a policy could not be used (RFC 8460 §4.3).
public enum ResultType {
    STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
    CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
    CERTIFICATE_EXPIRED("certificate-expired"),
    CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
    /// Whatever has no name of its own.
    VALIDATION_FAILURE("validation-failure"),
    /// None of the TLSA records fits.
    TLSA_INVALID("tlsa-invalid"),
    /// The resolver could not validate what it was asked for.
    DNSSEC_INVALID("dnssec-invalid"),
    /// DANE is demanded of the domain and there are no records.
    DANE_REQUIRED("dane-required"),
    STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
    STS_POLICY_INVALID("sts-policy-invalid"),
    /// The host that serves the policy has no certificate that counts.
    STS_WEBPKI_INVALID("sts-webpki-invalid");

    private final String spelling;

    ResultType(String spelling) {
        this.spelling = spelling;
    }

    /// As reports write it.
    public String spelling() {
        return spelling;
    }
}
