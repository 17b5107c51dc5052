package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.DomainSurvey.Area;
import dev.pennypost.domains.diagnosis.DomainSurvey.Topic;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.mail.dkim.DkimKeyRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;

/// The DKIM keys of a domain. Which selectors it has cannot be asked, so those that are given and those that senders
/// commonly use are tried.
record KeySurvey(DomainName domain, Resolver resolver) {
    static final List<String> COMMON = List.of(
            "pennypost",
            "resend",
            "default",
            "dkim",
            "mail",
            "google",
            "selector1",
            "selector2",
            "s1",
            "s2",
            "k1",
            "k2",
            "k3",
            "mandrill",
            "smtp",
            "fm1",
            "fm2",
            "fm3",
            "protonmail",
            "zoho",
            "mxvault",
            "pm",
            "mailjet",
            "key1");

    private record Tried(String selector, boolean given, Answer answer) {}

    Topic topic(List<String> given) {
        var selectors = new LinkedHashSet<>(given);
        selectors.addAll(COMMON);
        var facts = new ArrayList<String>();
        var findings = new ArrayList<Finding>();
        var tried = Parallel.map(selectors, selector -> new Tried(selector, given.contains(selector), ask(selector)));
        for (Tried one : tried) read(one, facts, findings);
        if (facts.isEmpty() && findings.isEmpty()) findings.add(noneFound());
        return new Topic(Area.DKIM, facts, findings);
    }

    private Answer ask(String selector) {
        return resolver.ask(name(selector), RecordType.TXT);
    }

    private DomainName name(String selector) {
        return domain.child(selector + "._domainkey");
    }

    private void read(Tried tried, List<String> facts, List<Finding> findings) {
        DomainName name = name(tried.selector());
        var texts = SpfCheck.texts(tried.answer());
        if (tried.answer() instanceof Answer.Failed(String why)) {
            if (tried.given()) findings.add(MailSurvey.silence(name, why));
        } else if (texts.isEmpty()) {
            if (tried.given()) findings.add(missing(name));
        } else {
            read(name, tried.given(), texts, facts, findings);
        }
    }

    private static void read(
            DomainName name, boolean given, List<String> texts, List<String> facts, List<Finding> findings) {
        var keys =
                texts.stream().flatMap(text -> DkimCheck.parse(text).stream()).toList();
        if (keys.isEmpty()) {
            // A wildcard may answer for every selector, with texts that were never meant to be keys.
            if (given || texts.stream().anyMatch(text -> text.contains("p="))) findings.add(unreadable(name, texts));
        } else if (keys.size() > 1) {
            findings.add(several(name, texts));
        } else {
            read(name, keys.getFirst(), facts, findings);
        }
    }

    private static void read(DomainName name, DkimKeyRecord key, List<String> facts, List<Finding> findings) {
        if (key.isRevoked()) {
            facts.add("`" + name + "` is withdrawn (an empty key).");
            return;
        }
        OptionalInt bits = KeyStrength.rsaBits(key);
        if (key.keyType().equals("rsa") && bits.isEmpty()) {
            findings.add(unreadable(name, List.of("p=" + key.publicKey())));
            return;
        }
        facts.add("`" + name + "` has a key: "
                + (bits.isPresent() ? "RSA, " + bits.getAsInt() + " bits" : key.keyType()) + ".");
        if (bits.orElse(KeyStrength.ADVISED) < KeyStrength.ADVISED) findings.add(weak(name, bits.getAsInt()));
        if (key.isTesting()) findings.add(testing(name));
        if (key.hashes().size() == 1 && key.hashes().contains("sha1")) findings.add(oldHash(name));
    }

    private Finding noneFound() {
        return Finding.info(
                Code.DKIM_NONE_FOUND,
                "No key was found at the names that senders commonly use.",
                "If your mail is signed, look for `s=` in a DKIM-Signature of it, and say --selector with that.",
                null,
                null);
    }

    private static Finding missing(DomainName name) {
        return Finding.error(
                Code.HOST_NOT_FOUND,
                "There is no key at `" + name + "`.",
                "Publish the key that your sender shows.",
                null,
                null);
    }

    private static Finding unreadable(DomainName name, List<String> texts) {
        return Finding.error(
                Code.DKIM_UNREADABLE,
                "The key at `" + name + "` cannot be read.",
                "Publish it again, exactly as your sender shows it.",
                null,
                String.join(" | ", texts));
    }

    private static Finding several(DomainName name, List<String> texts) {
        return Finding.error(
                Code.DKIM_MULTIPLE,
                "There are several keys at `" + name + "`, and receivers take any of them.",
                "Keep the one that is in use.",
                null,
                String.join(" | ", texts));
    }

    private static Finding weak(DomainName name, int bits) {
        boolean useless = bits < KeyStrength.SHORTEST;
        var finding = new Finding(
                Code.DKIM_KEY_SHORT,
                useless ? Severity.ERROR : Severity.WARNING,
                "The key at `" + name + "` has " + bits + " bits"
                        + (useless ? ", too few for receivers to believe it." : "; 2048 are usual today."),
                "Make a new key of 2048 bits at your sender.",
                null,
                null);
        return finding.with("bits", Integer.toString(bits));
    }

    private static Finding testing(DomainName name) {
        return Finding.warning(
                Code.DKIM_TESTING,
                "The key at `" + name + "` is marked as a test (`t=y`), so receivers may ignore it.",
                "Remove `t=y` when you are done testing.",
                null,
                null);
    }

    private static Finding oldHash(DomainName name) {
        return Finding.error(
                Code.DKIM_RESTRICTED,
                "The key at `" + name + "` allows only SHA-1, which receivers no longer accept.",
                "Remove `h=sha1` from it.",
                null,
                null);
    }
}
