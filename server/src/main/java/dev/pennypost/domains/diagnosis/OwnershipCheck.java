package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import java.util.List;

/// Judges a text that proves ownership: any of the TXT records at the name must be it, character by character.
record OwnershipCheck(PlannedRecord planned) {
    RecordReport judge(List<String> texts) {
        if (texts.contains(planned.value())) return RecordReport.right(planned, List.of());
        return RecordReport.wrong(
                planned, Misprint.in(texts, planned, planned.value()::equals).orElseGet(() -> other(texts)));
    }

    private Finding other(List<String> texts) {
        return texts.stream()
                .filter(text -> Difference.isSlip(planned.value(), text))
                .findFirst()
                .map(text -> error("A TXT record has almost the right value.", text)
                        .showing(Difference.between(planned.value(), text)))
                .orElseGet(() -> error(
                        "None of the TXT records at `" + planned.name() + "` has this value.",
                        String.join(" | ", texts)));
    }

    private Finding error(String message, String observed) {
        return Finding.error(
                Code.INVALID_VALUE,
                message,
                "Add a TXT record named `" + planned.name() + "` with the value `" + planned.value()
                        + "`; leave the others there.",
                planned.value(),
                observed);
    }
}
