package dev.pennypost.certificates;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.CertificateFiles;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Picks the certificate of each handshake, from memory, by the name that the client asks for (RFC 6066 §3).
/// There is no certificate for names we do not know, so handshakes for them fail. A client that names nobody
/// gets the operator's own certificate where there is one.
final class ServedKeys extends X509ExtendedKeyManager {
    /// The alias of the operator's own certificate; those of the others are ids.
    private static final String OWN = "own";

    private final @Nullable CertificateFiles own;
    private final Map<DomainName, Served> byHost = new ConcurrentHashMap<>();
    private final Map<String, Served> byAlias = new ConcurrentHashMap<>();

    /// A certificate in memory.
    record Served(UUID id, Issued issued) {
        String alias() {
            return id.toString();
        }
    }

    ServedKeys(@Nullable CertificateFiles own) {
        this.own = own;
    }

    Map<DomainName, Served> all() {
        return Map.copyOf(byHost);
    }

    Optional<Served> of(DomainName host) {
        return Optional.ofNullable(byHost.get(host));
    }

    /// Whether the operator's own certificate is made out to it.
    boolean isOwn(DomainName host) {
        return own != null && Names.of(own.pair().chain().getFirst()).cover(host);
    }

    Optional<X509Certificate> own() {
        return Optional.ofNullable(own).map(files -> files.pair().chain().getFirst());
    }

    /// From the next handshake on.
    void put(DomainName host, Served served) {
        byAlias.put(served.alias(), served);
        byHost.put(host, served);
        // handshakes that have chosen the certificate before this one still ask for its key
    }

    void remove(DomainName host) {
        byHost.remove(host);
    }

    /// Lets go of what no handshake chooses any more. Call it a while after it was replaced.
    void sweep() {
        var chosen = byHost.values().stream().map(Served::alias).toList();
        byAlias.keySet().retainAll(Set.copyOf(chosen));
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return socket instanceof SSLSocket secure ? choose(keyType, secure.getHandshakeSession()) : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine == null ? null : choose(keyType, engine.getHandshakeSession());
    }

    private @Nullable String choose(@Nullable String keyType, @Nullable SSLSession session) {
        if (!(session instanceof ExtendedSSLSession handshake)) return null;
        for (SNIServerName name : handshake.getRequestedServerNames())
            if (name instanceof SNIHostName host) return alias(host.getAsciiName(), keyType);
        return own == null ? null : ifOf(keyType, OWN, own.pair().key());
    }

    private @Nullable String alias(String name, @Nullable String keyType) {
        try {
            DomainName host = DomainName.parse(name);
            if (own != null && isOwn(host)) return ifOf(keyType, OWN, own.pair().key());
            Served served = byHost.get(host);
            return served == null
                    ? null
                    : ifOf(keyType, served.alias(), served.issued().key());
        } catch (BadDomainName nobody) {
            return null;
        }
    }

    private static @Nullable String ifOf(@Nullable String keyType, String alias, PrivateKey key) {
        return key.getAlgorithm().equals(keyType) ? alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        if (OWN.equals(alias) && own != null) return own.pair().chain().toArray(X509Certificate[]::new);
        Served served = alias == null ? null : byAlias.get(alias);
        return served == null ? null : served.issued().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        if (OWN.equals(alias) && own != null) return own.pair().key();
        Served served = alias == null ? null : byAlias.get(alias);
        return served == null ? null : served.issued().key();
    }

    @Override
    public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
