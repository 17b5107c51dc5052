package dev.pennypost.mail.dkim;

/// A way to sign that may still be used: RFC 8301 took away rsa-sha1, RFC 8463 added Ed25519.
public enum DkimAlgorithm {
    RSA_SHA256("rsa-sha256", "rsa", "SHA256withRSA"),
    ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519");

    private final String tag;
    private final String keyType;
    private final String jcaName;

    DkimAlgorithm(String tag, String keyType, String jcaName) {
        this.tag = tag;
        this.keyType = keyType;
        this.jcaName = jcaName;
    }

    /// The spelling of `a=` in a signature.
    public String tag() {
        return tag;
    }

    /// The spelling of `k=` in a key record.
    public String keyType() {
        return keyType;
    }

    String jcaName() {
        return jcaName;
    }
}
