package dev.pennypost.domains.writer;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dmarc.DmarcRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What a planned TXT record does to the texts at its name, which may hold anybody's: those of its own kind give way or
/// are merged, all others stay.
///
/// @param registrable as for [SpfMerge]
record TextRules(Function<DomainName, Optional<DomainName>> registrable) {
    private static final Pattern KEY = Pattern.compile("(?:^|;)\\s*p\\s*=([^;]*)");

    /// The texts that shall be there.
    List<String> with(List<String> texts, PlannedRecord planned) {
        if (texts.contains(planned.value())) return alone(texts, planned);
        return switch (planned.purpose()) {
            case SPF -> withSpf(texts, planned);
            case DKIM, SPARE_KEY -> withKey(texts, planned);
            case DMARC -> withPolicy(texts, planned);
            default -> replaced(texts, _ -> false, planned.value());
        };
    }

    /// Ours is there already; a rival of its kind beside it would still spoil it.
    private List<String> alone(List<String> texts, PlannedRecord planned) {
        Predicate<String> rival = switch (planned.purpose()) {
            case SPF -> SpfMerge::isSpf;
            case DKIM, SPARE_KEY -> TextRules::isKey;
            default -> _ -> false;
        };
        if (planned.purpose() == Purpose.SPF && texts.stream().filter(rival).count() > 1)
            return withSpf(texts, planned);
        return texts.stream()
                .filter(text -> text.equals(planned.value()) || !rival.test(text))
                .toList();
    }

    private List<String> withSpf(List<String> texts, PlannedRecord planned) {
        var existing = texts.stream().filter(SpfMerge::isSpf).toList();
        return replaced(texts, SpfMerge::isSpf, new SpfMerge(planned.value(), registrable).with(existing));
    }

    /// RFC 6376 §3.6.2.2: more than one key at a selector is undefined. The same key in other words is the same.
    private static List<String> withKey(List<String> texts, PlannedRecord planned) {
        var keys = texts.stream().filter(TextRules::isKey).toList();
        if (keys.size() == 1 && key(keys.getFirst()).equals(key(planned.value()))) return texts;
        return replaced(texts, TextRules::isKey, planned.value());
    }

    /// The owner's own policy is the owner's decision, as long as it is one. RFC 9989 §4.10: several are none.
    private static List<String> withPolicy(List<String> texts, PlannedRecord planned) {
        var policies = texts.stream().filter(DmarcRecord::claims).toList();
        if (policies.size() == 1 && DmarcRecord.parse(policies.getFirst()).applies()) return texts;
        return replaced(texts, DmarcRecord::claims, planned.value());
    }

    /// Whether several policies stand at the name, of which nobody knows which is meant.
    static boolean areAmbiguous(List<String> texts) {
        return texts.stream().filter(DmarcRecord::claims).count() > 1;
    }

    private static boolean isKey(String text) {
        return text.strip().startsWith("v=DKIM1") || KEY.matcher(text).find();
    }

    private static String key(String text) {
        var matcher = KEY.matcher(text);
        return matcher.find() ? matcher.group(1).replaceAll("\\s", "") : "";
    }

    /// The new text in the place of the first it replaces, or at the end.
    private static List<String> replaced(List<String> texts, Predicate<String> old, String text) {
        var after = new ArrayList<String>();
        for (String there : texts) {
            if (!old.test(there)) after.add(there);
            else if (!after.contains(text)) after.add(text);
        }
        if (!after.contains(text)) after.add(text);
        return after;
    }
}
