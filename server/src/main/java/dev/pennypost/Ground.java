package dev.pennypost;

import dev.pennypost.dns.Resolvers;
import dev.pennypost.jobs.Loop;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.secrets.MasterKey;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Storage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.net.ssl.SSLSocketFactory;

/// What all features stand on.
///
/// @param masterKey what secrets at rest are encrypted with, and what seals are made of
/// @param running what is to be closed in the end
record Ground(
        Settings settings,
        InstantSource clock,
        SecureRandom random,
        PrometheusMeterRegistry metrics,
        Storage storage,
        byte[] masterKey,
        SecretBox secrets,
        Resolvers resolvers,
        Running running) {
    /// Opens the storage and finds the keys.
    static Ground of(Settings settings, Running running) {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        var storage = running.add(Storage.open(settings.storage(), settings.dataDir(), clock));
        byte[] masterKey = MasterKey.load(settings.secrets(), settings.dataDir(), random);
        return new Ground(
                settings,
                clock,
                random,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                storage,
                masterKey,
                new SecretBox(masterKey, random),
                Resolvers.of(settings.dns(), clock),
                running);
    }

    Database database() {
        return storage.database();
    }

    /// What makes tokens of one kind genuine.
    Seal seal(String kind) {
        return new Seal(masterKey, kind);
    }

    /// The name this server greets others with.
    String heloName() {
        if (!settings.delivery().heloName().isEmpty())
            return settings.delivery().heloName();
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    /// Asks servers over HTTPS.
    static OutboundHttp http(AddressPolicy policy) {
        return new OutboundHttp(HostLookup.system(), policy, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    void start(Loop loop) {
        running.add(loop.start());
    }
}
