package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DnsRecord.Mx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Companies where people have their mailboxes, known by the mail exchangers of their customers: an MX of theirs must
/// not be replaced lightly.
final class MailboxProviders {
    private static final Map<String, String> BY_SUFFIX = Map.ofEntries(
            Map.entry("google.com", "Google Workspace"),
            Map.entry("googlemail.com", "Google Workspace"),
            Map.entry("mail.protection.outlook.com", "Microsoft 365"),
            Map.entry("mx.microsoft", "Microsoft 365"),
            Map.entry("zoho.com", "Zoho Mail"),
            Map.entry("zoho.eu", "Zoho Mail"),
            Map.entry("protonmail.ch", "Proton Mail"),
            Map.entry("messagingengine.com", "Fastmail"),
            Map.entry("mail.icloud.com", "iCloud"),
            Map.entry("mx.cloudflare.net", "Cloudflare Email Routing"),
            Map.entry("pphosted.com", "Proofpoint"),
            Map.entry("mimecast.com", "Mimecast"),
            Map.entry("yandex.net", "Yandex 360"),
            Map.entry("mailbox.org", "mailbox.org"),
            Map.entry("migadu.com", "Migadu"),
            Map.entry("registrar-servers.com", "Namecheap"),
            Map.entry("privateemail.com", "Namecheap"),
            Map.entry("secureserver.net", "GoDaddy"),
            Map.entry("kundenserver.de", "IONOS"),
            Map.entry("ovh.net", "OVHcloud"),
            Map.entry("gandi.net", "Gandi"),
            Map.entry("titan.email", "Titan"),
            Map.entry("improvmx.com", "ImprovMX"));

    private MailboxProviders() {}

    /// Whose the first of these exchangers is that anybody knows.
    static Optional<String> of(List<Mx> exchangers) {
        return exchangers.stream().flatMap(mx -> of(mx.exchange()).stream()).findFirst();
    }

    private static Optional<String> of(String exchanger) {
        String host = "." + Target.bare(exchanger);
        return BY_SUFFIX.entrySet().stream()
                .filter(entry -> host.endsWith("." + entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
