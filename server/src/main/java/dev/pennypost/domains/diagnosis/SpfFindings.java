package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.mail.spf.BadSpfRecord;
import dev.pennypost.mail.spf.SpfTree;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The words about SPF records, whoever's record it is.
final class SpfFindings {
    private SpfFindings() {}

    static Finding syntax(String text, BadSpfRecord bad, String fix) {
        return Finding.error(
                        Code.SPF_SYNTAX,
                        "The SPF record cannot be read: `" + bad.text() + "` " + bad.why() + ".",
                        fix,
                        null,
                        text)
                .with("term", bad.text());
    }

    static Finding passAll(String record) {
        return Finding.warning(
                Code.SPF_PASS_ALL,
                "This SPF record lets anybody send in your name.",
                "End it with `~all` or `-all`.",
                null,
                record);
    }

    static Finding ptr(String record) {
        return Finding.warning(
                Code.SPF_PTR,
                "This SPF record uses `ptr`, which is slow and which many receivers skip.",
                "Name the addresses or hosts instead: `ip4:`, `ip6:` or `a:`.",
                null,
                record);
    }

    static Finding tooManyLookups(Severity severity, SpfTree tree) {
        return new Finding(
                Code.SPF_TOO_MANY_LOOKUPS,
                severity,
                "Reading this SPF record takes " + tree.lookups() + " lookups, and receivers give up after "
                        + SpfTree.MOST_LOOKUPS + ".",
                "Remove senders you no longer use; the number behind each shows what it costs: " + costs(tree) + ".",
                null,
                tree.text(),
                Map.of("lookups", Integer.toString(tree.lookups()), "tree", tree.outline()),
                List.of());
    }

    private static String costs(SpfTree tree) {
        return tree.terms().stream()
                .filter(SpfTree.Term::needsDns)
                .map(term -> "`" + term.text() + "` " + term.lookups())
                .collect(Collectors.joining(", "));
    }

    static Finding voidLookups(Severity severity, SpfTree tree) {
        return new Finding(
                Code.SPF_VOID_LOOKUPS,
                severity,
                tree.voids() + " terms of this SPF record look up what is not there, and receivers give up after "
                        + SpfTree.MOST_VOIDS + ".",
                "Remove the terms that find nothing.",
                null,
                tree.text(),
                Map.of("voids", Integer.toString(tree.voids()), "tree", tree.outline()),
                List.of());
    }

    static Finding brokenInclude(SpfTree broken, String record) {
        return Finding.error(
                        Code.SPF_BROKEN_INCLUDE,
                        "The SPF record refers to `" + broken.domain() + "`, which " + broken.trouble() + ".",
                        "Remove the term that refers to it, or tell whoever gave it to you.",
                        null,
                        record)
                .with("domain", broken.domain().ascii());
    }
}
