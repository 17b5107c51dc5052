package dev.pennypost.dashboard.domains;

import dev.pennypost.certificates.CertificateState;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.mail.dns.DomainName;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// `/domains` and everything below.
public final class DomainsPages implements Section {
    private final List<Section> parts;

    /// @param certificate how it stands with the certificate of a host that leads to us
    /// @param sharePage the address of a share token's page, as the visitor reaches it
    public DomainsPages(
            Domains domains,
            Claims claims,
            Providers providers,
            Exports exports,
            DomainConnect connect,
            DnsPublishing publishing,
            Shares shares,
            Function<DomainName, CertificateState> certificate,
            BiFunction<Visit, String, String> sharePage,
            InstantSource clock) {
        var known = new Known(domains, providers);
        parts = List.of(
                new ListPage(domains),
                new AddPages(domains, claims),
                new RecordsPage(domains, claims, known, clock),
                new HelpPages(known, exports, connect, shares, sharePage),
                new PublishPages(domains, known, publishing),
                new KeysPage(domains, known),
                new SettingsPage(domains, known, certificate),
                new HistoryPage(domains, known));
    }

    @Override
    public void register(Desk desk) {
        parts.forEach(part -> part.register(desk));
    }
}
