package dev.pennypost.domains.connect;

import dev.pennypost.config.Key;
import java.nio.file.Path;

/// Settings of Domain Connect: who the operator is to DNS hosts. `./pennypost domain-connect template` makes what they
/// ask for.
public record DomainConnectConfig(
        @Key("Domain name under which DNS hosts know the operator, such as `example.com`. Empty: no Domain Connect.")
        String providerId,

        @Key("Name of the operator as DNS hosts show it. Empty: the provider id.")
        String providerName,

        @Key(value = "Name of the template among the operator's.", or = "mail")
        String serviceId,

        @Key(value = "What the template sets up, as DNS hosts show it.", or = "Mail")
        String serviceName,

        @Key("Address of a logo that DNS hosts may show, https. Empty: none.")
        String logoUrl,

        @Key(
                "File with the private key that signs links, PKCS #8 in PEM. `domain-connect template --out` makes it when it is missing. Empty: `domain-connect.pem` in the data directory.")
        String keyFile,

        @Key("Domain whose TXT records hold the public key. Empty: the provider id.")
        String syncPubKeyDomain,

        @Key(value = "Label of those TXT records below that domain.", or = "_dcpubkeyv1")
        String keyLabel,

        @Key(
                "Domain that owners come back to from the DNS host's page; must be that of `http.public-url`. Empty: they do not come back by themselves.")
        String redirectDomain) {
    /// Nothing set: Domain Connect is off.
    public static final DomainConnectConfig OFF =
            new DomainConnectConfig("", "", "mail", "Mail", "", "", "", "_dcpubkeyv1", "");

    /// Whether it is set up at all.
    public boolean isOn() {
        return !providerId.isEmpty();
    }

    /// The file with the private key.
    public Path keyFile(Path dataDir) {
        return keyFile.isEmpty() ? dataDir.resolve("domain-connect.pem") : Path.of(keyFile);
    }

    String shownName() {
        return providerName.isEmpty() ? providerId : providerName;
    }

    String publicKeyDomain() {
        return syncPubKeyDomain.isEmpty() ? providerId : syncPubKeyDomain;
    }
}
