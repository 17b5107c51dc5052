package dev.pennypost.domains.export;

import dev.pennypost.mail.dns.Resolver;

/// Exports plans. Only the Route 53 batch asks DNS: it replaces whole record sets, and must not drop what is there.
public final class Exports {
    /// Seconds. Short enough to mend a mistake within the hour, long enough for every DNS host.
    static final int TTL = 3600;

    private final Resolver resolver;

    public Exports(Resolver resolver) {
        this.resolver = resolver;
    }

    public Export export(ZonePlan plan, ExportFormat format) {
        return new Export(
                plan.domain().ascii() + "." + format.extension(), format.contentType(), text(plan, format));
    }

    private String text(ZonePlan plan, ExportFormat format) {
        return switch (format) {
            case BIND -> new ZoneFile(plan).loadable();
            case CLOUDFLARE -> new ZoneFile(plan).forCloudflare();
            case ROUTE53 -> new ChangeBatch(plan, resolver).json();
            case TERRAFORM -> new Terraform(plan).text();
            case CSV -> new Table(plan).text();
        };
    }
}
