package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.shell.Tone;
import java.util.List;
import java.util.Locale;

/// One check of a receiver, and what it means.
///
/// @param word as in RFC 8601 §2.7
record Verdict(String name, String word, Tone tone, String meaning) {
    static List<Verdict> of(CaughtMailbox.Verdicts all) {
        return List.of(
                new Verdict("SPF", shown(all.spf()), tone(all.spf()), spf(all.spf())),
                new Verdict("DKIM", shown(all.dkim()), tone(all.dkim()), dkim(all.dkim())),
                new Verdict("DMARC", shown(all.dmarc()), tone(all.dmarc()), dmarc(all.dmarc())));
    }

    private static String shown(String word) {
        return word.isEmpty() ? "none" : word.toLowerCase(Locale.ROOT);
    }

    private static Tone tone(String word) {
        return switch (word) {
            case "pass" -> Tone.GOOD;
            case "fail", "permerror", "policy" -> Tone.BAD;
            case "softfail", "temperror", "none" -> Tone.WAIT;
            default -> Tone.CALM;
        };
    }

    private static String spf(String word) {
        return switch (word) {
            case "pass" -> "The domain of the return path names the server that brought this mail.";
            case "fail" -> "The domain of the return path says that this server may not send for it.";
            case "softfail" -> "The domain of the return path says that this server probably may not send for it.";
            case "neutral" -> "The domain of the return path does not say which servers send for it.";
            case "temperror" -> "DNS did not answer. A receiver would ask again later.";
            case "permerror" -> "The SPF record cannot be understood. The page of the domain says why.";
            default -> "The domain of the return path has no SPF record.";
        };
    }

    private static String dkim(String word) {
        return switch (word) {
            case "pass" -> "The mail is signed, and arrived as it was signed.";
            case "fail" -> "The signature does not fit: the mail was changed on its way, or the key in DNS is another one.";
            case "policy" -> "The signature holds, but is not of a kind that receivers accept.";
            case "neutral" -> "The mail has a signature that cannot be understood.";
            case "temperror" -> "The key could not be asked for in DNS. A receiver would ask again later.";
            case "permerror" -> "The key is not in DNS, or cannot be used. The page of the domain says what to publish.";
            default -> "The mail carries no signature.";
        };
    }

    private static String dmarc(String word) {
        return switch (word) {
            case "pass" -> "SPF or DKIM passes for the domain that people see in From.";
            case "fail" -> "Neither SPF nor DKIM passes for the domain in From, and that domain asks for it.";
            case "temperror" -> "DNS did not answer. A receiver would ask again later.";
            case "permerror" -> "The DMARC record cannot be understood.";
            default -> "The domain in From has no DMARC record, which Gmail and Yahoo ask of everybody who sends much.";
        };
    }
}
