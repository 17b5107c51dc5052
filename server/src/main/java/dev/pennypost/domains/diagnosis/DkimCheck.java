package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dkim.BadTagList;
import dev.pennypost.mail.dkim.DkimKeyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Judges a DKIM key record (RFC 6376 §3.6.1) by the key it holds, not by its spelling.
///
/// @param formerKeys public keys, in Base64, that were planned for this name before
record DkimCheck(PlannedRecord planned, Set<String> formerKeys) {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern SPACE_IN_KEY = Pattern.compile("(?:^|;)\\s*p\\s*=\\s*[^;\\s]+\\s+[^;\\s]");

    RecordReport judge(List<String> texts) {
        var keys = texts.stream().filter(text -> parse(text).isPresent()).toList();
        if (isSplit(texts)) return RecordReport.wrong(planned, split(texts));
        if (keys.size() > 1) return RecordReport.wrong(planned, several(keys));
        if (keys.size() == 1 && !isPartOfOurs(keys.getFirst())) return judge(keys.getFirst());
        return RecordReport.wrong(planned, unreadable(texts));
    }

    private RecordReport judge(String text) {
        var key = parse(text).orElseThrow();
        if (key.isRevoked()) return RecordReport.wrong(planned, revoked(text));
        if (!isOurs(key)) return RecordReport.wrong(planned, other(key, text));
        if (isRestricted(key)) return RecordReport.wrong(planned, restricted(text));
        int bits = KeyStrength.rsaBits(key).orElse(KeyStrength.ADVISED);
        if (bits < KeyStrength.SHORTEST) return RecordReport.wrong(planned, tooShort(text, bits));
        return RecordReport.right(planned, remarks(key, text));
    }

    private List<Finding> remarks(DkimKeyRecord key, String text) {
        var remarks = new ArrayList<Finding>();
        if (key.isTesting()) remarks.add(testing(text));
        if (SPACE_IN_KEY.matcher(text).find()) remarks.add(spaced(text));
        return remarks;
    }

    static Optional<DkimKeyRecord> parse(String text) {
        try {
            return Optional.of(DkimKeyRecord.parse(text));
        } catch (BadTagList notAKeyRecord) {
            return Optional.empty();
        }
    }

    private DkimKeyRecord ours() {
        return DkimKeyRecord.parse(planned.value());
    }

    private boolean isOurs(String text) {
        return parse(text).filter(this::isOurs).isPresent();
    }

    private boolean isOurs(DkimKeyRecord key) {
        return key.keyType().equals(ours().keyType()) && key.publicKey().equals(ours().publicKey());
    }

    /// RFC 6376 §3.6.1: the hash we use must be among `h=`, email among `s=`.
    private static boolean isRestricted(DkimKeyRecord key) {
        boolean hash = key.hashes().isEmpty() || key.hashes().contains("sha256");
        boolean service = key.services().contains("*") || key.services().contains("email");
        return !hash || !service;
    }

    /// The value was cut: what is there begins like ours and ends early. A cut key may still read as Base64.
    private boolean isPartOfOurs(String text) {
        String bare = bare(text);
        return bare.length() > "p=".length()
                && bare.length() < bareOurs().length()
                && bareOurs().startsWith(bare);
    }

    private boolean isSplit(List<String> texts) {
        if (texts.size() != 2) return false;
        String first = bare(texts.getFirst());
        String second = bare(texts.getLast());
        return (first + second).equals(bareOurs()) || (second + first).equals(bareOurs());
    }

    private String bareOurs() {
        return bare(planned.value());
    }

    /// From `p=` on, without white space: what comes before are defaults that a DNS host may have added.
    private static String bare(String text) {
        String joined = WHITE_SPACE.matcher(text).replaceAll("");
        int key = joined.indexOf("p=");
        return key < 0 ? joined : joined.substring(key);
    }

    private Finding unreadable(List<String> texts) {
        var cut = texts.stream().filter(this::isPartOfOurs).findFirst();
        if (cut.isPresent()) return truncated(cut.get());
        return Misprint.in(texts, planned, this::isOurs).orElseGet(() -> invalid(texts));
    }

    private Finding invalid(List<String> texts) {
        String text = Misprint.readable(texts.isEmpty() ? "" : texts.getFirst());
        var finding = error(
                Code.INVALID_VALUE,
                "The TXT record at `" + planned.name() + "` is not a DKIM key.",
                "Replace its value by the one shown here.",
                text);
        return Difference.isSlip(planned.value(), text)
                ? finding.showing(Difference.between(planned.value(), text))
                : finding;
    }

    private Finding other(DkimKeyRecord key, String text) {
        if (formerKeys.contains(key.publicKey())) return old(text);
        return Misprint.in(List.of(text), planned, this::isOurs).orElseGet(() -> otherwise(key, text));
    }

    private Finding otherwise(DkimKeyRecord key, String text) {
        if (key.publicKey().equals(ours().publicKey())) return otherType(key, text);
        if (key.publicKey().equalsIgnoreCase(ours().publicKey())) return caseFolded(text);
        if (Difference.isSlip(ours().publicKey(), key.publicKey())) return mistyped(text);
        return otherKey(text);
    }

    private Finding truncated(String text) {
        return error(
                        Code.TRUNCATED_255,
                        "Your DNS host cut the key after " + text.length() + " characters.",
                        "Enter the value as two quoted strings of at most 255 characters each, separated by a space.",
                        text)
                .with("difference_at", Integer.toString(text.length() + 1));
    }

    private Finding split(List<String> texts) {
        return error(
                Code.SPLIT_AS_TWO_RECORDS,
                "The two halves of the key stand in two TXT records.",
                "Put both halves into one record, as two quoted strings separated by a space.",
                String.join(" | ", texts));
    }

    private Finding several(List<String> keys) {
        return error(
                Code.DKIM_MULTIPLE,
                "There are " + keys.size() + " keys at one name, and receivers take any of them.",
                "Keep only the one shown here.",
                String.join(" | ", keys));
    }

    private Finding revoked(String text) {
        return error(
                Code.DKIM_REVOKED,
                "The key is empty, which withdraws it.",
                "Replace the value by the one shown here.",
                text);
    }

    private Finding caseFolded(String text) {
        return error(
                        Code.CASE_FOLDED,
                        "Upper and lower case got lost in the key, which makes it another key.",
                        "Enter the value again exactly as shown; if your DNS host changes it again, it cannot hold"
                                + " DKIM keys.",
                        text)
                .showing(Difference.between(planned.value(), text));
    }

    private Finding mistyped(String text) {
        return error(
                        Code.INVALID_VALUE,
                        "This is almost the right key.",
                        "Copy the value shown here again, all of it.",
                        text)
                .showing(difference(text));
    }

    /// Where the text says the same as ours but for defaults in front, these are passed over, and the character is
    /// counted where it stands.
    private Difference difference(String text) {
        int ours = planned.value().indexOf("p=");
        int theirs = text.indexOf("p=");
        String like = text.substring(0, theirs) + planned.value().substring(ours);
        return Difference.between(like, text);
    }

    private Finding old(String text) {
        return error(
                Code.OLD_KEY,
                "This is the key of an earlier set-up of this domain, here or in another account.",
                "Replace the value by the one shown here.",
                text);
    }

    private Finding otherKey(String text) {
        return error(
                Code.DKIM_OTHER_KEY,
                "There is a DKIM key, but it is not the one this domain was given here.",
                "Replace the value by the one shown here.",
                text);
    }

    private Finding otherType(DkimKeyRecord key, String text) {
        return error(
                        Code.DKIM_KEY_TYPE,
                        "The key is the right one, but `k=" + key.keyType() + "` says that it is of another type.",
                        "Replace the value by the one shown here.",
                        text)
                .with("key_type", key.keyType());
    }

    private Finding tooShort(String text, int bits) {
        return error(
                        Code.DKIM_KEY_SHORT,
                        "The key has only " + bits + " bits, too few for receivers to believe it.",
                        "Make a new key of 2048 bits.",
                        text)
                .with("bits", Integer.toString(bits));
    }

    private Finding restricted(String text) {
        return error(
                Code.DKIM_RESTRICTED,
                "The key must not be used for email signed with SHA-256.",
                "Remove the tags `h=` and `s=`, or replace the value by the one shown here.",
                text);
    }

    private Finding testing(String text) {
        return Finding.warning(
                Code.DKIM_TESTING,
                "The key is marked as a test (`t=y`), so receivers may ignore signatures that break.",
                "Remove `t=y` when you are done testing.",
                planned.value(),
                text);
    }

    private Finding spaced(String text) {
        return Finding.info(
                Code.SPACE_IN_JOIN,
                "There is white space inside the key; receivers skip it.",
                "",
                planned.value(),
                text);
    }

    private Finding error(Code code, String message, String fix, String observed) {
        return Finding.error(code, message, fix, planned.value(), observed);
    }
}
