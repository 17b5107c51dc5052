package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges the SPF record of a return path: exactly one, which reaches our include. Owners may have merged other
/// senders into it, so it is read term by term and never compared as a text.
record SpfCheck(PlannedRecord planned) {
    private static final String VERSION = "v=spf1";

    RecordReport judge(List<String> texts) {
        var records = texts.stream().filter(SpfCheck::isSpf).toList();
        if (records.size() > 1) return RecordReport.wrong(planned, several(records));
        if (records.isEmpty()) return RecordReport.wrong(planned, none(texts));
        return judge(records.getFirst());
    }

    private RecordReport judge(String record) {
        var terms = terms(record.toLowerCase(Locale.ROOT));
        int include = indexOfInclude(terms);
        int all = indexOfAll(terms);
        if (include < 0) return RecordReport.wrong(planned, withoutInclude(record));
        if (all >= 0 && all < include) return RecordReport.wrong(planned, behindAll(record));
        return RecordReport.right(planned, remarks(record, terms, all));
    }

    /// RFC 7208 §4.5: the version is followed by a space or by nothing.
    private static boolean isSpf(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
    }

    private static List<String> terms(String record) {
        return List.of(record.strip().split(" +", -1));
    }

    private int indexOfInclude(List<String> terms) {
        String include = includeTerm();
        for (int i = 0; i < terms.size(); i++) {
            String term = terms.get(i).startsWith("+") ? terms.get(i).substring(1) : terms.get(i);
            if (term.equals(include) || term.equals(include + ".")) return i;
        }
        return -1;
    }

    private static int indexOfAll(List<String> terms) {
        for (int i = 0; i < terms.size(); i++) {
            String term = terms.get(i);
            if (term.equals("all")
                    || (term.length() == 4 && "+-~?".indexOf(term.charAt(0)) >= 0 && term.endsWith("all"))) return i;
        }
        return -1;
    }

    private String includeTerm() {
        return terms(planned.value().toLowerCase(Locale.ROOT)).stream()
                .filter(term -> term.startsWith("include:"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a planned SPF record without include"));
    }

    private List<Finding> remarks(String record, List<String> terms, int all) {
        var remarks = new ArrayList<Finding>();
        if (all >= 0 && (terms.get(all).equals("all") || terms.get(all).equals("+all"))) remarks.add(passAll(record));
        return remarks;
    }

    private Finding several(List<String> records) {
        return error(
                Code.SPF_MULTIPLE,
                "There are " + records.size() + " SPF records; receivers then ignore them all (RFC 7208 §4.5).",
                "Keep one: `" + merged(records) + "`.",
                String.join(" | ", records));
    }

    private Finding none(List<String> texts) {
        Optional<String> quoted = texts.stream()
                .filter(text -> isSpf(Quotes.stripped(text)))
                .filter(Quotes::areIn)
                .findFirst();
        if (quoted.isPresent()) return Quotes.finding(planned, quoted.get());
        return error(
                Code.INVALID_VALUE,
                "None of the TXT records at " + planned.name() + " is an SPF record.",
                "Add a TXT record named `" + planned.name() + "` with the value `" + planned.value() + "`.",
                texts.isEmpty() ? null : String.join(" | ", texts));
    }

    private Finding withoutInclude(String record) {
        return error(
                Code.SPF_INCLUDE_MISSING,
                "The SPF record does not let our servers send.",
                "Put `" + includeTerm() + "` in front of its `all`: `" + merged(List.of(record)) + "`.",
                record);
    }

    private Finding behindAll(String record) {
        return error(
                Code.SPF_INCLUDE_UNREACHABLE,
                "Nothing behind `all` is read, and that is where our include stands (RFC 7208 §5.1).",
                "Put `" + includeTerm() + "` in front of `all`.",
                record);
    }

    private Finding passAll(String record) {
        return Finding.warning(
                Code.SPF_PASS_ALL,
                "This SPF record lets anybody send in your name.",
                "End it with `~all` or `-all`.",
                planned.value(),
                record);
    }

    private Finding error(Code code, String message, String fix, @Nullable String observed) {
        return Finding.error(code, message, fix, planned.value(), observed);
    }

    /// One record with the mechanisms of them all, ours included, ready to paste.
    private String merged(List<String> records) {
        var terms = new LinkedHashSet<String>();
        terms.add(includeTerm());
        for (String record : records) {
            for (String term : terms(record)) {
                if (!isSpf(term) && indexOfAll(List.of(term.toLowerCase(Locale.ROOT))) < 0) terms.add(term);
            }
        }
        return VERSION + " " + String.join(" ", terms) + " ~all";
    }
}
