package dev.pennypost.api.inboxes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.diagnosis.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DNS record to publish. The value of an MX record begins with its priority, which also stands alone. `verified` is
/// absent in the answer to a registration; `findings` are ours.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RecordJson(
        String type,
        String name,
        String value,
        @Nullable Integer priority,
        @Nullable Boolean verified,
        List<FindingJson> findings) {
    /// As they are to be published.
    static List<RecordJson> planned(Domain domain) {
        return domain.records().stream()
                .map(record -> of(record, null, List.of()))
                .toList();
    }

    /// As they stand.
    static List<RecordJson> standing(Domain domain) {
        return domain.records().stream()
                .map(record -> of(
                        record,
                        record.status() == RecordStatus.VERIFIED,
                        record.findings().stream().map(FindingJson::of).toList()))
                .toList();
    }

    private static RecordJson of(DomainRecord record, @Nullable Boolean verified, List<FindingJson> findings) {
        var planned = record.planned();
        String value = planned.priority() == null ? planned.value() : planned.priority() + " " + planned.value();
        return new RecordJson(
                planned.type().name(), planned.name().ascii(), value, planned.priority(), verified, findings);
    }

    record FindingJson(String code, String message, String fix) {
        static FindingJson of(Finding finding) {
            return new FindingJson(finding.code().name(), finding.message(), finding.fix());
        }
    }
}
