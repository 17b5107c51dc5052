package dev.pennypost.certificates;

import dev.pennypost.config.Key;
import dev.pennypost.config.Secret;
import java.util.List;

/// Settings of certificates ordered by ACME.
public record CertificatesConfig(
        @Key(
                "URL of the certificate authority's ACME directory, such as `https://acme-v02.api.letsencrypt.org/directory`. It must reach `http.listen` on port 80 of each host. Empty: none are ordered.")
        String directory,

        @Key(
                value =
                        "Whether you agree to the terms of service that the directory names. Nothing is ordered before.",
                or = "false")
        boolean agreeToTerms,

        @Key("Email address that the authority may write to. Empty: none.")
        String contact,

        @Key(
                value =
                        "Domain names the authority goes by in CAA records; a host whose CAA records name others is not ordered.",
                or = "letsencrypt.org")
        List<String> caaNames,

        @Key(
                "File with certificates in PEM to trust in the authority's server, beside those the JDK trusts: for an authority of your own. Empty: none.")
        String rootCertificateFile,

        @Key(
                "Key id of the account you have at the authority, where it wants one (external account binding). Empty: none.")
        String accountKeyId,

        @Key("The key that belongs to it, in base64url.") Secret accountKey,

        @Key(
                value =
                        "Days for which hosts that are no longer wanted keep their certificate: links in mail that was sent stay.",
                or = "365")
        int keepDays) {
    /// Nothing is ordered.
    public static final CertificatesConfig OFF =
            new CertificatesConfig("", false, "", List.of("letsencrypt.org"), "", "", new Secret(""), 365);

    public CertificatesConfig {
        caaNames = List.copyOf(caaNames);
    }

    boolean isOn() {
        return !directory.isEmpty();
    }
}
