package dev.pennypost.certificates;

import dev.pennypost.certificates.CertificateStore.Account;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;

/// Our account at the authority. All nodes have the same: its key is made once and kept, sealed, in the
/// database.
final class Membership {
    private static final String CONTEXT = "certificate account";

    private final Authority authority;
    private final CertificatesConfig config;
    private final Database database;
    private final SecretBox secrets;
    private final SecureRandom random;
    private final InstantSource clock;
    private final CertificateStore store = new CertificateStore();
    private @Nullable Login login;

    Membership(
            Authority authority,
            CertificatesConfig config,
            Database database,
            SecretBox secrets,
            SecureRandom random,
            InstantSource clock) {
        this.authority = authority;
        this.config = config;
        this.database = database;
        this.secrets = secrets;
        this.random = random;
        this.clock = clock;
    }

    /// Who we are to the authority; asks it where it has not told yet.
    synchronized Login login() throws Refused {
        if (login == null) login = found();
        return login;
    }

    /// Has the authority asked anew who we are: what it said of the account was no welcome.
    synchronized void forget() {
        login = null;
        database.useTransaction(tx -> store.registered(tx, config.directory(), null, ""));
    }

    private Login found() throws Refused {
        byte[] fresh = sealed(Authority.newKey(random));
        Account account = database.inTransaction(tx -> store.account(tx, config.directory(), fresh, clock.instant()));
        KeyPair key = opened(account.sealedKey());
        boolean isNew = account.location() == null;
        String location = isNew ? authority.register(key) : account.location();
        Login found = authority.login(Objects.requireNonNull(location), key);
        if (!isNew && config.contact().equals(account.contact())) return found;
        if (!isNew) authority.tellContact(found);
        database.useTransaction(tx -> store.registered(tx, config.directory(), location, config.contact()));
        return found;
    }

    /// The public half comes first, behind its length in two octets.
    private byte[] sealed(KeyPair key) {
        byte[] open = key.getPublic().getEncoded();
        byte[] secret = key.getPrivate().getEncoded();
        byte[] both = new byte[2 + open.length + secret.length];
        both[0] = (byte) (open.length >>> 8);
        both[1] = (byte) open.length;
        System.arraycopy(open, 0, both, 2, open.length);
        System.arraycopy(secret, 0, both, 2 + open.length, secret.length);
        return secrets.seal(both, CONTEXT);
    }

    private KeyPair opened(byte[] sealed) {
        byte[] both = secrets.open(sealed, CONTEXT);
        int length = ((both[0] & 0xff) << 8) | (both[1] & 0xff);
        try {
            var open = new X509EncodedKeySpec(Arrays.copyOfRange(both, 2, 2 + length));
            PrivateKey secret = Pem.privateKey(Arrays.copyOfRange(both, 2 + length, both.length), "EC");
            if (!(secret instanceof ECPrivateKey)) throw new IllegalStateException("the account's key is not of P-256");
            return new KeyPair(KeyFactory.getInstance("EC").generatePublic(open), secret);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the account's key cannot be read", broken);
        }
    }
}
