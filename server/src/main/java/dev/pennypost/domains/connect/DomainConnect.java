package dev.pennypost.domains.connect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord.Txt;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out what DNS hosts offer, and makes the links to their pages.
public final class DomainConnect {
    /// A host name and perhaps a path: nothing that would make another URL of what is built from it.
    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final DomainConnectConfig config;
    private final OperatorTemplate template;
    private final @Nullable SigningPair pair;
    private final Resolver resolver;
    private final Web web;
    private final Cache<DomainName, Host> hosts =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

    /// A zone's host, as far as it could be found out.
    private record Host(
            @Nullable HostSettings settings, boolean knowsTemplate) {}

    /// @param pair signs the links; null when Domain Connect is off, and then only control panels are found
    public DomainConnect(
            DomainConnectConfig config,
            DomainsConfig domains,
            @Nullable SigningPair pair,
            Resolver resolver,
            Web web) {
        this.config = config;
        this.template = new OperatorTemplate(config, domains);
        this.pair = pair;
        this.resolver = resolver;
        this.web = web;
    }

    /// What the host of a zone offers for these records. Asks DNS and the host, and blocks meanwhile.
    ///
    /// @param records those that are yet to be published
    public Offer offer(DomainName domain, DomainName zone, List<PlannedRecord> records) {
        var host = hosts.get(zone, this::find);
        var settings = host.settings();
        if (settings == null) return Offer.NONE;
        return new Offer(
                settings.name().orElse(null),
                host.knowsTemplate() ? link(settings, domain, zone, records).orElse(null) : null,
                settings.controlPanel(zone).orElse(null));
    }

    private Host find(DomainName zone) {
        var settings = discover(zone);
        return new Host(settings.orElse(null), settings.filter(this::knowsTemplate).isPresent());
    }

    /// The host's settings for a zone. Records that tell where they are often outlive the service, so everything that
    /// fails means no.
    Optional<HostSettings> discover(DomainName zone) {
        return resolver.ask(zone.child("_domainconnect"), RecordType.TXT).all(Txt.class).stream()
                .map(Txt::text)
                .filter(place -> PLACE.matcher(place).matches())
                .findFirst()
                .map(place -> URI.create("https://" + place + "/v2/" + zone.ascii() + "/settings"))
                .flatMap(web::get)
                .flatMap(HostSettings::read);
    }

    private boolean knowsTemplate(HostSettings settings) {
        return config.isOn()
                && settings.api()
                        .map(api -> URI.create(api + service()))
                        .flatMap(web::get)
                        .isPresent();
    }

    private Optional<String> link(
            HostSettings settings, DomainName domain, DomainName zone, List<PlannedRecord> records) {
        if (pair == null || !domain.isAtOrBelow(zone)) return Optional.empty();
        var pages = settings.pages();
        var binding = template.bind(records, domain);
        if (pages.isEmpty() || binding.isEmpty()) return Optional.empty();
        var parameters = new TreeMap<>(binding.get().variables());
        parameters.put("domain", zone.ascii());
        parameters.put("groupId", String.join(",", binding.get().groups()));
        if (!domain.equals(zone))
            parameters.put("host", domain.ascii().substring(0, domain.ascii().length() - zone.ascii().length() - 1));
        return Optional.of(
                pages.get() + service() + "/apply?" + SignedQuery.of(parameters, pair, config.keyLabel()));
    }

    private String service() {
        return "/v2/domainTemplates/providers/" + SignedQuery.encoded(config.providerId()) + "/services/"
                + SignedQuery.encoded(config.serviceId());
    }
}
