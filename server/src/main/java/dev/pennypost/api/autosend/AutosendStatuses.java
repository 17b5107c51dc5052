package dev.pennypost.api.autosend;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.records.Purpose;
import java.util.List;

/// How far a domain has come, in this API's words: two statuses are documented, and a flag for each kind of record.
/// The documented answer to a verification shows that ownership and DKIM make a domain verified.
record AutosendStatuses(boolean ownership, boolean dkim, boolean mailFrom, boolean dmarc, boolean inProgress) {
    static AutosendStatuses of(Domain domain) {
        boolean dkim = are(domain, Purpose.DKIM);
        return new AutosendStatuses(
                domain.records(Purpose.OWNERSHIP).isEmpty() ? dkim : are(domain, Purpose.OWNERSHIP),
                dkim,
                are(domain, Purpose.RETURN_PATH) && are(domain, Purpose.SPF),
                are(domain, Purpose.DMARC),
                domain.records().stream()
                        .anyMatch(record ->
                                record.planned().purpose().isRequired() && record.status() == RecordStatus.PENDING));
    }

    String word() {
        return ownership && dkim ? "VERIFIED" : "PENDING_CONFIGURATION";
    }

    private static boolean are(Domain domain, Purpose purpose) {
        List<DomainRecord> records = domain.records(purpose);
        return !records.isEmpty() && records.stream().allMatch(record -> stands(record.status()));
    }

    /// What was lost a short while ago still counts, here as for sending.
    private static boolean stands(RecordStatus status) {
        return status == RecordStatus.VERIFIED || status == RecordStatus.TEMPORARY_FAILURE;
    }
}
