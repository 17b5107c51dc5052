package dev.pennypost;

import dev.pennypost.certificates.Certificates;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.SigningPair;
import dev.pennypost.domains.connect.Web;
import dev.pennypost.domains.delegation.DelegatedZones;
import dev.pennypost.domains.delegation.DelegationServer;
import dev.pennypost.domains.delegation.OperatorZone;
import dev.pennypost.domains.diagnosis.DnsExaminer;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.domains.writer.Endpoints;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.ZoneSource;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import java.util.Optional;

/// Customers' domains, and what helps their owners.
final class DomainFeatures {
    final Providers providers = Providers.bundled();
    final DnsExaminer examiner;
    final Domains domains;

    /// What our name server answers: nothing where the operator has no zone.
    final ZoneSource delegated;

    final DnsPublishing publishing;
    final Certificates certificates;
    final Exports exports;
    final DomainConnect connect;
    final Shares shares;
    private final Optional<OperatorZone> operatorZone;

    DomainFeatures(Ground ground) {
        var settings = ground.settings();
        var database = ground.database();
        var clock = ground.clock();
        operatorZone = settings.delegation().operatorZone();
        examiner = new DnsExaminer(
                ServerAccess.of(settings.dns(), ground.random()),
                PublicSuffixList.bundled()::registrableDomain,
                servers -> providers.of(servers).map(Provider::name),
                settings.domains().sendingAddresses(),
                clock);
        domains = new Domains(
                database,
                examiner,
                ground.secrets(),
                PublicSuffixList.bundled()::registrableDomain,
                settings.domains(),
                operatorZone,
                settings.tlsReports()::isSentFrom,
                clock);
        delegated = operatorZone
                .<ZoneSource>map(zone -> new DelegatedZones(zone, database))
                .orElse((_, _) -> Optional.empty());
        publishing = new DnsPublishing(
                settings.dnsWriters().reach(),
                HostLookup.system(),
                Endpoints.standard(),
                clock,
                PublicSuffixList.bundled()::registrableDomain);
        certificates = ground.running()
                .add(new Certificates(
                        database,
                        ground.secrets(),
                        settings.https(),
                        settings.certificates(),
                        domains::trackingHosts,
                        ground.resolvers().fresh(),
                        ground.metrics(),
                        ground.random(),
                        clock));
        exports = new Exports(ground.resolvers().fresh());
        connect = connect(ground);
        shares = new Shares(domains, providers, connect, ground.seal("share links"), clock);
    }

    void start(Ground ground) {
        if (operatorZone.isPresent()) {
            ground.running().add(DelegationServer.start(ground.settings().delegation(), delegated, ground.random()));
            ground.running().add(domains.keyRotation().start());
        }
        ground.running().add(domains.checks().start());
    }

    private static DomainConnect connect(Ground ground) {
        var settings = ground.settings();
        var config = settings.domainConnect();
        // DNS hosts are on the internet, whatever addresses customers' endpoints may have
        var http =
                Ground.http(settings.dnsWriters().outside() ? AddressPolicy.PUBLIC_ONLY : AddressPolicy.LOOPBACK_ONLY);
        var pair = config.isOn() ? SigningPair.loadOrMake(config.keyFile(settings.dataDir()), ground.random()) : null;
        return new DomainConnect(
                config, settings.domains(), pair, ground.resolvers().caching(), Web.over(http));
    }
}
