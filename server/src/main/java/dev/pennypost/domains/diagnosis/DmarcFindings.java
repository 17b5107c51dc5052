package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.mail.dmarc.DmarcPolicy;
import dev.pennypost.mail.dmarc.DmarcRequest;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;

/// The words about DMARC records, whether they were planned or found.
final class DmarcFindings {
    private DmarcFindings() {}

    static Finding several(List<String> records) {
        return Finding.error(
                Code.DMARC_MULTIPLE,
                "There are " + records.size() + " DMARC records; receivers then use none of them.",
                "Keep one and remove the others.",
                null,
                String.join(" | ", records));
    }

    static Finding malformed(String text) {
        return Finding.error(
                Code.DMARC_MALFORMED,
                "The DMARC record does not begin with exactly `v=DMARC1;`, so nobody takes it for one.",
                "Begin it with `v=DMARC1;`.",
                null,
                text);
    }

    static Finding noPolicy(DomainName at, List<String> records) {
        return Finding.error(
                        Code.DMARC_BAD_POLICY,
                        "The DMARC record of `" + at + "` has no policy that can be read, so it counts for nothing.",
                        "Write `p=none`, `p=quarantine` or `p=reject` into it.",
                        null,
                        records.isEmpty() ? null : String.join(" | ", records))
                .with("found_at", at.ascii());
    }

    static Finding takenForNone(DomainName at) {
        return Finding.warning(
                Code.DMARC_BAD_POLICY,
                "The DMARC record of `" + at + "` has no policy that can be read, so it counts as `p=none`.",
                "Write `p=none`, `p=quarantine` or `p=reject` into it.",
                null,
                null);
    }

    static Finding ignored(DomainName at, List<String> entries) {
        return Finding.info(
                Code.DMARC_IGNORED_TAGS,
                "Parts of the DMARC record of `" + at + "` mean nothing: `" + String.join("`, `", entries) + "`.",
                "Correct or remove them.",
                null,
                String.join("; ", entries));
    }

    static Finding inherited(DomainName domain, DmarcPolicy.Found found) {
        return Finding.info(
                        Code.DMARC_INHERITED,
                        "`" + domain + "` has no DMARC record of its own; that of `" + found.at() + "` holds: `"
                                + found.request().word() + "`.",
                        "",
                        null,
                        null)
                .with("found_at", found.at().ascii())
                .with("policy", found.request().word());
    }

    static Finding unauthorised(DomainName at, DomainName receiver) {
        String name = at + "._report._dmarc." + receiver;
        return Finding.warning(
                        Code.DMARC_REPORTS_UNAUTHORISED,
                        "`" + receiver + "` has not agreed to receive DMARC reports about `" + at
                                + "`, so they are not sent.",
                        "Have whoever runs `" + receiver + "` publish a TXT record named `" + name
                                + "` with the value `v=DMARC1`.",
                        null,
                        null)
                .with("receiver", receiver.ascii())
                .with("name", name);
    }

    static Finding strictSpf(DomainName at) {
        return Finding.info(
                Code.DMARC_STRICT_SPF,
                "The policy of `" + at + "` wants SPF to match exactly (`aspf=s`), which a return path below the domain"
                        + " never does; mail passes by its signature all the same.",
                "",
                null,
                null);
    }

    static Finding strictDkim(DomainName domain) {
        return Finding.info(
                Code.DMARC_STRICT_DKIM,
                "The policy wants signatures to match exactly (`adkim=s`): mail from subdomains of `" + domain
                        + "` passes only when these are set up too.",
                "",
                null,
                null);
    }

    static Finding readingsDiffer(DomainName domain, DmarcRequest newer, DmarcRequest older) {
        return Finding.warning(
                        Code.DMARC_READINGS_DIFFER,
                        "Receivers that follow the newer DMARC standard read `" + newer.word()
                                + "`, those that follow the older one `" + older.word() + "`.",
                        "Publish a DMARC record at `_dmarc." + domain + "` itself, without `t=y`.",
                        null,
                        null)
                .with("newer", newer.word())
                .with("older", older.word());
    }
}
