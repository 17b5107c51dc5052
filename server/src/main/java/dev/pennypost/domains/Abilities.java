package dev.pennypost.domains;

import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.records.Purpose.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a domain's sending and its receiving have come, each by the records it needs. Pure.
///
/// @param sending null when the domain is not to send
/// @param receiving null when the domain is not to receive
record Abilities(@Nullable RecordStatus sending, @Nullable RecordStatus receiving) {

    static Abilities of(DomainSettings settings, List<DomainRecord> records) {
        RecordStatus sending = settings.sending() ? worst(records, EnumSet.of(Need.OWNING, Need.SENDING)) : null;
        RecordStatus receiving = settings.receiving() ? receiving(records) : null;
        return new Abilities(sending, receiving);
    }

    /// Our mail exchanger is the same for everybody: an MX that leads to it proves nothing about who asked for it.
    private static RecordStatus receiving(List<DomainRecord> records) {
        var status = worst(records, EnumSet.of(Need.OWNING, Need.RECEIVING));
        return status == RecordStatus.VERIFIED && !provesOwner(records) ? RecordStatus.PENDING : status;
    }

    private static boolean provesOwner(List<DomainRecord> records) {
        return records.stream()
                .filter(record -> isProof(record.planned().purpose()))
                .anyMatch(record ->
                        record.status() == RecordStatus.VERIFIED || record.status() == RecordStatus.TEMPORARY_FAILURE);
    }

    /// Records whose data only the owner was told.
    static boolean isProof(Purpose purpose) {
        return purpose == Purpose.DKIM || purpose == Purpose.OWNERSHIP || purpose == Purpose.DELEGATION;
    }

    private static RecordStatus worst(List<DomainRecord> records, Set<Need> needs) {
        var statuses = EnumSet.noneOf(RecordStatus.class);
        for (DomainRecord record : records) {
            if (needs.contains(record.planned().purpose().need())) statuses.add(record.status());
        }
        if (statuses.isEmpty() || statuses.equals(EnumSet.of(RecordStatus.NOT_STARTED)))
            return RecordStatus.NOT_STARTED;
        if (statuses.contains(RecordStatus.FAILED)) return RecordStatus.FAILED;
        if (statuses.contains(RecordStatus.PENDING) || statuses.contains(RecordStatus.NOT_STARTED))
            return RecordStatus.PENDING;
        return statuses.contains(RecordStatus.TEMPORARY_FAILURE)
                ? RecordStatus.TEMPORARY_FAILURE
                : RecordStatus.VERIFIED;
    }

    DomainStatus status() {
        var both = new ArrayList<RecordStatus>(2);
        if (sending != null) both.add(sending);
        if (receiving != null) both.add(receiving);
        return DomainStatus.of(both);
    }

    boolean maySend() {
        return works(sending);
    }

    boolean mayReceive() {
        return works(receiving);
    }

    /// What worked goes on working while a lost record is looked for: mail does not stop for a typing error of an hour.
    static boolean works(@Nullable RecordStatus ability) {
        return ability == RecordStatus.VERIFIED || ability == RecordStatus.TEMPORARY_FAILURE;
    }

    /// Whether what a record is needed for works now.
    boolean works(Need need) {
        return switch (need) {
            case SENDING -> maySend();
            case RECEIVING -> mayReceive();
            case OWNING -> maySend() || mayReceive();
            case ADVISED -> true;
        };
    }
}
