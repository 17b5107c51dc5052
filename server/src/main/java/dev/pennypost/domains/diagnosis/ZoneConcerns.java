package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with a zone as a whole, whatever its records are.
record ZoneConcerns(Territory.Found territory, Recursion recursion, NameFindings findings) {
    /// Where registrars and hosts put domains that were not paid for or not confirmed, or that are for sale.
    private static final List<String> PARKING = List.of(
            "pendingrenewaldeletion.com",
            "renewyourname.net",
            "expireddomainservices.com",
            "suspended-domain.com",
            "failed-whois-verification.namecheap.com",
            "verify-contact-details.namecheap.com",
            "parkingcrew.net",
            "sedoparking.com",
            "bodis.com",
            "above.com",
            "afternic.com",
            "dan.com",
            "undeveloped.com");

    List<Finding> in(List<RecordReport> reports) {
        var concerns = new ArrayList<Finding>();
        if (isParked()) concerns.add(findings.parked());
        if (!territory.lame().isEmpty()) concerns.add(findings.lame());
        if (territory.listsDiffer()) concerns.add(findings.listsDiffer());
        if (isBogus(reports)) concerns.add(findings.bogusZone());
        return concerns;
    }

    private boolean isParked() {
        return !territory.parentNames().isEmpty()
                && territory.parentNames().stream().allMatch(ZoneConcerns::isParking);
    }

    private static boolean isParking(DomainName server) {
        return PARKING.stream().anyMatch(host -> server.isAtOrBelow(new DomainName(host)));
    }

    /// The apex exists, so asking for it plants nothing. Not needed where the resolver has shown a record already.
    private boolean isBogus(List<RecordReport> reports) {
        if (reports.stream().anyMatch(ZoneConcerns::isBogus)) return true;
        boolean seen = reports.stream().anyMatch(report -> wasSeenByResolver(report.state()));
        return !seen && recursion.findsBogus(territory.zone(), RecordType.SOA);
    }

    private static boolean isBogus(RecordReport report) {
        return report.findings().stream().anyMatch(finding -> finding.code() == Finding.Code.DNSSEC_BOGUS);
    }

    private static boolean wasSeenByResolver(RecordState state) {
        return state == RecordState.RIGHT || state == RecordState.CACHED_ELSEWHERE;
    }
}
