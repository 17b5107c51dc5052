package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord.Txt;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.spf.BadSpfRecord;
import dev.pennypost.mail.spf.SpfEvaluator;
import dev.pennypost.mail.spf.SpfRecord;
import dev.pennypost.mail.spf.SpfResult;
import dev.pennypost.mail.spf.SpfTree;
import dev.pennypost.mail.spf.SpfVerdict;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Judges the SPF record of a return path by asking what a receiver would: may each of our addresses send? Owners may
/// have merged other senders into it, so it is never compared as a text.
///
/// @param surroundings how DNS is asked for everything but the record itself
record SpfCheck(PlannedRecord planned, Surroundings surroundings) {
    private static final String VERSION = "v=spf1";
    private static final int MOST_SENDERS = 8;

    RecordReport judge(Answer answer) {
        var texts = texts(answer);
        var records = texts.stream().filter(SpfRecord::claims).toList();
        if (records.size() > 1) return RecordReport.wrong(planned, several(records));
        if (records.isEmpty()) return RecordReport.wrong(planned, none(texts));
        return judge(records.getFirst(), surroundings.with(planned, answer));
    }

    static List<String> texts(Answer answer) {
        return answer.all(Txt.class).stream().map(Txt::text).toList();
    }

    private RecordReport judge(String text, Resolver resolver) {
        SpfRecord record;
        try {
            record = SpfRecord.parse(text);
        } catch (BadSpfRecord bad) {
            return RecordReport.wrong(
                    planned, Misprint.in(List.of(text), planned, this::isOurs).orElseGet(() -> syntax(text, bad)));
        }
        var senders = senders();
        if (senders.isEmpty()) return read(text, record);
        var evaluator = new SpfEvaluator(resolver, "localhost", surroundings.clock());
        var results = senders.stream().map(sender -> result(evaluator, sender)).toList();
        var tree = SpfTree.of(planned.name(), resolver);
        if (has(results, SpfVerdict.TEMPERROR)) return RecordReport.unknown(planned, unasked(results));
        if (has(results, SpfVerdict.PERMERROR)) return RecordReport.wrong(planned, broken(text, results, tree));
        if (results.stream().allMatch(result -> result.verdict() == SpfVerdict.PASS))
            return RecordReport.right(planned, remarks(text, record, tree));
        return RecordReport.wrong(planned, refused(text, senders, results));
    }

    private SpfResult result(SpfEvaluator evaluator, InetAddress sender) {
        String domain = planned.name().ascii();
        return evaluator.check(sender, domain, "bounces@" + domain);
    }

    private static boolean has(List<SpfResult> results, SpfVerdict verdict) {
        return results.stream().anyMatch(result -> result.verdict() == verdict);
    }

    /// The operator's addresses, or the first of each network that the planned record lets send.
    private List<InetAddress> senders() {
        if (!surroundings.sendingAddresses().isEmpty()) return surroundings.sendingAddresses();
        return SpfTree.of(planned.name(), surroundings.with(planned, new Txt(planned.value()))).addresses().stream()
                .limit(MOST_SENDERS)
                .toList();
    }

    /// Without an address to try, terms are all there is to go by.
    private RecordReport read(String text, SpfRecord record) {
        if (!reaches(text)) return RecordReport.wrong(planned, isIn(text) ? behindAll(text) : withoutInclude(text));
        var remarks = new ArrayList<Finding>();
        if (record.allowsEverybody()) remarks.add(passAll(text));
        if (record.usesPtr()) remarks.add(ptr(text));
        return RecordReport.right(planned, remarks);
    }

    private List<Finding> remarks(String text, SpfRecord record, SpfTree tree) {
        var remarks = new ArrayList<Finding>();
        if (record.allowsEverybody()) remarks.add(passAll(text));
        if (record.usesPtr()) remarks.add(ptr(text));
        if (tree.lookups() > SpfTree.MOST_LOOKUPS)
            remarks.add(SpfFindings.tooManyLookups(Finding.Severity.WARNING, tree));
        if (tree.voids() > SpfTree.MOST_VOIDS) remarks.add(SpfFindings.voidLookups(Finding.Severity.WARNING, tree));
        return remarks;
    }

    private Finding broken(String text, List<SpfResult> results, SpfTree tree) {
        var trouble = tree.firstTrouble();
        if (trouble.isPresent() && !isIn(text)) return withoutInclude(text);
        if (tree.lookups() > SpfTree.MOST_LOOKUPS) return SpfFindings.tooManyLookups(Finding.Severity.ERROR, tree);
        if (trouble.isPresent()) return SpfFindings.brokenInclude(trouble.get(), text);
        if (tree.voids() > SpfTree.MOST_VOIDS) return SpfFindings.voidLookups(Finding.Severity.ERROR, tree);
        String why = results.stream()
                .filter(result -> result.verdict() == SpfVerdict.PERMERROR)
                .findFirst()
                .map(SpfResult::why)
                .orElse("");
        return error(Code.SPF_SYNTAX, "Receivers cannot use the SPF record: " + why + ".", useOurs(), text);
    }

    private Finding refused(String text, List<InetAddress> senders, List<SpfResult> results) {
        if (!isIn(text)) return withoutInclude(text);
        if (!reaches(text)) return behindAll(text);
        String which = IntStream.range(0, senders.size())
                .filter(i -> results.get(i).verdict() != SpfVerdict.PASS)
                .mapToObj(i -> senders.get(i).getHostAddress())
                .collect(Collectors.joining(", "));
        return error(
                        Code.SPF_SENDER_REFUSED,
                        "The SPF record does not let these of our servers send: " + which + ".",
                        useOurs(),
                        text)
                .with("refused", which);
    }

    private boolean isOurs(String text) {
        try {
            SpfRecord.parse(text);
            return isIn(text);
        } catch (BadSpfRecord bad) {
            return false;
        }
    }

    private boolean isIn(String text) {
        return normal(text).containsAll(ourTerms());
    }

    /// Whether our terms stand in front of `all`.
    private boolean reaches(String text) {
        var terms = normal(text);
        var before = terms.stream().takeWhile(term -> !isAll(term)).toList();
        return before.containsAll(ourTerms());
    }

    private List<String> ourTerms() {
        return normal(planned.value()).stream()
                .filter(term -> !term.equals(VERSION) && !isAll(term))
                .toList();
    }

    private static List<String> normal(String text) {
        return terms(text.toLowerCase(Locale.ROOT)).stream()
                .map(term -> term.startsWith("+") ? term.substring(1) : term)
                .map(term -> term.endsWith(".") ? term.substring(0, term.length() - 1) : term)
                .toList();
    }

    static List<String> terms(String record) {
        return List.of(record.strip().split("\\s+", -1));
    }

    private static boolean isAll(String term) {
        return term.matches("(?i)[-+?~]?all");
    }

    /// One record with the mechanisms of them all, ours first, ready to paste.
    private String merged(List<String> records) {
        var merged = new LinkedHashSet<String>(ourTerms());
        for (String record : records) {
            for (String term : terms(record)) {
                boolean known = ourTerms().containsAll(normal(term)) || term.equalsIgnoreCase(VERSION);
                if (!known && !isAll(term)) merged.add(term);
            }
        }
        return VERSION + " " + String.join(" ", merged) + " ~all";
    }

    private String ours() {
        return "`" + String.join(" ", ourTerms()) + "`";
    }

    private String useOurs() {
        return "Replace the value by `" + planned.value() + "`.";
    }

    private Finding several(List<String> records) {
        String merged = merged(records);
        return error(
                        Code.SPF_MULTIPLE,
                        "There are " + records.size() + " SPF records; receivers then use none of them.",
                        "Keep one: `" + merged + "`.",
                        String.join(" | ", records))
                .with("merged", merged);
    }

    private Finding none(List<String> texts) {
        return Misprint.in(texts, planned, this::isOurs)
                .orElseGet(() -> error(
                        Code.INVALID_VALUE,
                        "None of the TXT records at `" + planned.name() + "` is an SPF record.",
                        "Add a TXT record named `" + planned.name() + "` with the value `" + planned.value() + "`.",
                        texts.isEmpty() ? null : String.join(" | ", texts)));
    }

    private Finding syntax(String text, BadSpfRecord bad) {
        var finding = SpfFindings.syntax(text, bad, useOurs());
        return Difference.isSlip(planned.value(), text)
                ? finding.showing(Difference.between(planned.value(), text))
                : finding;
    }

    private Finding withoutInclude(String record) {
        String merged = merged(List.of(record));
        var finding = error(
                        Code.SPF_INCLUDE_MISSING,
                        "The SPF record does not let our servers send.",
                        "Put " + ours() + " in front of its `all`: `" + merged + "`.",
                        record)
                .with("merged", merged);
        return Difference.isSlip(planned.value(), record)
                ? finding.showing(Difference.between(planned.value(), record))
                : finding;
    }

    private Finding behindAll(String record) {
        return error(
                Code.SPF_INCLUDE_UNREACHABLE,
                "Nothing behind `all` is read, and that is where " + ours() + " stands.",
                "Put " + ours() + " in front of `all`.",
                record);
    }

    private Finding passAll(String record) {
        return SpfFindings.passAll(record).but(planned.value());
    }

    private Finding ptr(String record) {
        return SpfFindings.ptr(record).but(planned.value());
    }

    private Finding unasked(List<SpfResult> results) {
        String why = results.stream()
                .filter(result -> result.verdict() == SpfVerdict.TEMPERROR)
                .findFirst()
                .map(SpfResult::why)
                .orElse("");
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "DNS did not answer for what the SPF record refers to, so nothing is known: " + why + ".",
                "If this lasts, see whether the record still refers to names that exist.",
                planned.value(),
                null);
    }

    private Finding error(Code code, String message, String fix, @Nullable String observed) {
        return Finding.error(code, message, fix, planned.value(), observed);
    }
}
