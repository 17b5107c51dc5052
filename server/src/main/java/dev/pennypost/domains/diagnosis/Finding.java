package dev.pennypost.domains.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something a check noticed about a record, told so that its owner can act.
///
/// @param message what is the case, in one sentence
/// @param fix what to do about it, in one sentence; empty when nothing
/// @param expected the data that should be served; null where no data is at fault
/// @param observed the data that is served; null when there is none
/// @param parameters what the sentences are made of, by name, for programs that say it in their own words
/// @param servers what each server said, where they were asked one by one
public record Finding(
        Code code,
        Severity severity,
        String message,
        String fix,
        @Nullable String expected,
        @Nullable String observed,
        Map<String, String> parameters,
        List<ServerStanding> servers) {
    public Finding {
        parameters = Map.copyOf(parameters);
        servers = List.copyOf(servers);
    }

    /// A finding of one server's answer.
    public Finding(
            Code code,
            Severity severity,
            String message,
            String fix,
            @Nullable String expected,
            @Nullable String observed) {
        this(code, severity, message, fix, expected, observed, Map.of(), List.of());
    }

    /// How bad it is.
    public enum Severity {
        /// Keeps the record from being verified.
        ERROR,
        /// Works today and is asking for trouble.
        WARNING,
        /// Good to know.
        INFO
    }

    /// What was noticed; stable, for programs. docs/reference/diagnoses.md is made of these lines.
    public enum Code {
        // What DNS holds at the name at all.
        HOST_NOT_FOUND(Severity.ERROR, "There is nothing at the name.", "Add the record at your DNS host."),
        TYPE_NOT_FOUND(
                Severity.ERROR,
                "The name exists, but has no record of the type.",
                "Add the record; leave the others there."),
        DNS_SERVER_ERROR(
                Severity.WARNING,
                "DNS could not say: no answer, or a failing server. Proves nothing.",
                "Wait; if it lasts, ask your DNS host."),
        INVALID_VALUE(
                Severity.ERROR,
                "There is a record with other data.",
                "Replace its value by the one shown; the differing characters are named."),
        TTL_HUGE(
                Severity.INFO,
                "The record is remembered for more than a day.",
                "Lower its TTL, so that changes arrive sooner."),

        // How values get broken on their way into DNS.
        QUOTES_IN_VALUE(Severity.ERROR, "Quotes became part of the value.", "Enter the value without quotes."),
        ESCAPED_SEMICOLON(
                Severity.ERROR, "Backslashes became part of the value.", "Enter the value without backslashes."),
        HTML_ENTITY(
                Severity.ERROR,
                "The value was copied as HTML: `&quot;` or `&amp;` stand in it.",
                "Copy the value as plain text."),
        PERCENT_ENCODED(
                Severity.ERROR,
                "The value was copied out of a web address: `%3D` stands for `=`.",
                "Copy the value as plain text."),
        NAME_IN_VALUE(
                Severity.ERROR,
                "The name or the type of the record stands in its value.",
                "Enter only the value as the value."),
        MISSING_PREFIX(
                Severity.ERROR,
                "The beginning of the value is missing, such as `v=spf1` or `p=`.",
                "Enter the whole value."),
        CASE_FOLDED(
                Severity.ERROR,
                "Upper and lower case got lost where they count.",
                "Enter the value exactly as shown; else change the DNS host."),
        TRUNCATED_255(
                Severity.ERROR,
                "The DNS host cut the key.",
                "Enter it as two quoted strings of at most 255 characters."),
        SPLIT_AS_TWO_RECORDS(
                Severity.ERROR, "The key's two halves became two records.", "Put both halves into one record."),
        SPACE_IN_JOIN(Severity.INFO, "There is white space inside the key; receivers skip it.", "Nothing."),
        TARGET_ZONE_APPENDED(
                Severity.ERROR,
                "The DNS host appended a domain to the target.",
                "Write the target with a dot at its end."),
        PRIORITY_IN_VALUE(
                Severity.ERROR,
                "The priority was typed into the target.",
                "Put the number into the field for the priority."),

        // Mail exchangers.
        MX_EXTRA(
                Severity.ERROR,
                "Other mail exchangers stand beside ours. A warning where ours comes first and the mail is the domain's own.",
                "Remove the others."),
        MX_NOT_LOWEST(
                Severity.ERROR,
                "Another mail exchanger comes before ours, or is equal to it.",
                "Give ours the lowest number, or receive on a subdomain."),
        MX_MAILBOXES_ELSEWHERE(
                Severity.ERROR,
                "The domain's mail goes to a provider of mailboxes.",
                "Receive on a subdomain; changing it takes the mailboxes away."),
        MX_TARGET_IP(Severity.ERROR, "The target is an IP address.", "Enter the host name."),
        MX_TARGET_CNAME(
                Severity.WARNING,
                "The target is an alias of ours (CNAME), which the standard forbids.",
                "Enter our host name itself."),
        MX_NULL(
                Severity.ERROR,
                "The record says that the domain takes no mail (RFC 7505).",
                "Replace it by the one shown."),

        // SPF.
        SPF_MULTIPLE(
                Severity.ERROR,
                "Several SPF records stand at one name, so receivers use none.",
                "Keep the merged one that is shown."),
        SPF_SYNTAX(
                Severity.ERROR,
                "The SPF record cannot be read, so receivers pass over all of it.",
                "Correct or remove the term that is named."),
        SPF_INCLUDE_MISSING(
                Severity.ERROR, "The SPF record does not let our servers send.", "Put our term in front of its `all`."),
        SPF_INCLUDE_UNREACHABLE(
                Severity.ERROR, "Our term stands behind `all`, where nobody reads it.", "Put it in front of `all`."),
        SPF_SENDER_REFUSED(
                Severity.ERROR,
                "The SPF record lets some of our servers send, and not others.",
                "Use the record shown."),
        SPF_BROKEN_INCLUDE(
                Severity.ERROR,
                "A record that the SPF record refers to is missing or broken.",
                "Remove the term that refers to it, or have it mended."),
        SPF_TOO_MANY_LOOKUPS(
                Severity.ERROR,
                "The SPF record needs more than 10 lookups. A warning where our mail is not hit.",
                "Remove senders you no longer use."),
        SPF_VOID_LOOKUPS(
                Severity.ERROR,
                "More than two terms of the SPF record look up what is not there. A warning where our mail is not hit.",
                "Remove them."),
        SPF_PASS_ALL(Severity.WARNING, "The SPF record lets everybody send.", "End it with `~all` or `-all`."),
        SPF_PTR(
                Severity.WARNING,
                "The SPF record uses `ptr`, which is slow and which many receivers skip.",
                "Name addresses or hosts instead."),
        SPF_TYPE99(Severity.ERROR, "SPF stands in a record of the type SPF, which nobody reads.", "Publish it as TXT."),

        // DKIM keys.
        DKIM_MULTIPLE(
                Severity.ERROR,
                "Several keys stand at one name: which one is used is anybody's guess.",
                "Keep ours only."),
        DKIM_REVOKED(Severity.ERROR, "The key is empty, which withdraws it.", "Replace the value by the one shown."),
        OLD_KEY(
                Severity.ERROR,
                "The key is one that was made for this domain before, here or in another account.",
                "Replace the value by the one shown."),
        DKIM_OTHER_KEY(Severity.ERROR, "There is a sound key that is not ours.", "Replace the value by the one shown."),
        DKIM_KEY_TYPE(
                Severity.ERROR,
                "The key says it is of another type (`k=`) than it is.",
                "Replace the value by the one shown."),
        DKIM_KEY_SHORT(
                Severity.ERROR,
                "The key is too short to be believed; a warning below 2048 bits.",
                "Make a longer key."),
        DKIM_RESTRICTED(
                Severity.ERROR,
                "The key forbids what we do: another hash or another service.",
                "Remove the tags `h=` and `s=`."),
        DKIM_TESTING(
                Severity.WARNING, "The key is marked as a test (`t=y`).", "Remove `t=y` when you are done testing."),

        // DMARC.
        DMARC_MULTIPLE(Severity.ERROR, "Several DMARC records stand at one name, so receivers use none.", "Keep one."),
        DMARC_MALFORMED(
                Severity.ERROR,
                "The DMARC record does not begin with exactly `v=DMARC1`.",
                "Begin it with `v=DMARC1;`."),
        DMARC_BAD_POLICY(
                Severity.ERROR,
                "The policy is missing or misspelt. A warning where reports are asked for, since it then counts as `none`.",
                "Write `p=none`, `p=quarantine` or `p=reject`."),
        DMARC_IGNORED_TAGS(Severity.INFO, "Parts of the DMARC record mean nothing.", "Correct or remove them."),
        DMARC_INHERITED(
                Severity.INFO,
                "The policy of a domain above holds.",
                "Nothing, unless this domain is to have its own."),
        DMARC_REPORTS_UNAUTHORISED(
                Severity.WARNING,
                "Reports go to a domain that has not agreed to receive them, so they are not sent.",
                "Have the record shown published there."),
        DMARC_STRICT_SPF(
                Severity.INFO,
                "The policy wants SPF to match exactly (`aspf=s`), which a return path never does; DKIM still does.",
                "Nothing, or remove `aspf=s`."),
        DMARC_STRICT_DKIM(
                Severity.INFO,
                "The policy wants DKIM to match exactly (`adkim=s`): mail from subdomains needs keys of its own.",
                "Nothing, or remove `adkim=s`."),
        DMARC_READINGS_DIFFER(
                Severity.WARNING,
                "Receivers that follow the older standard find another policy than those that follow the newer.",
                "Publish a record at the domain itself."),

        // CNAME, CAA, delegation.
        CNAME_PROXIED(
                Severity.ERROR,
                "The DNS host answers with its proxy instead of the CNAME.",
                "Switch the proxy off for this record (DNS only)."),
        CNAME_FLATTENED(
                Severity.ERROR,
                "The DNS host answers with addresses instead of the CNAME. Only good to know for tracking.",
                "Switch flattening off, or copy the records."),
        CAA_FORBIDS(
                Severity.ERROR,
                "The domain does not let our certificate authority issue certificates.",
                "Add the CAA record shown."),
        DELEGATION_EXTRA(
                Severity.ERROR,
                "Name servers of others stand beside ours.",
                "Remove the other NS records at the name."),

        // Names, servers and zones.
        NAME_DOUBLED(
                Severity.ERROR,
                "The DNS host appended the domain to a name that had it: `send.example.com.example.com`.",
                "Enter only the host that is shown."),
        NAME_RELATIVE_TO_APEX(
                Severity.ERROR,
                "The record stands below the zone's own name instead of below the subdomain.",
                "Enter the host that is shown."),
        NAME_SUB_DOUBLED(
                Severity.ERROR,
                "The subdomain stands twice in the name: `send.mail.mail.example.com`.",
                "Enter the host that is shown."),
        NAME_AT_LITERAL(
                Severity.ERROR,
                "The record stands at the domain itself, or at a name with a literal `@`.",
                "Enter the host that is shown."),
        UNDERSCORE_STRIPPED(
                Severity.ERROR,
                "The underscore of the name got lost.",
                "Enter it with the underscore; else change the DNS host."),
        DMARC_AT_APEX(
                Severity.ERROR,
                "A DMARC record stands at the domain itself, where nobody looks.",
                "Move it to `_dmarc`."),
        WRONG_TYPE(
                Severity.ERROR,
                "The right data stands in a record of another type.",
                "Delete that and add one of the right type."),
        WRONG_ZONE(
                Severity.ERROR,
                "The record stands in a zone that is not the live one.",
                "Add it where the live name servers are."),
        WILDCARD_MASK(Severity.ERROR, "A wildcard answers for the name.", "Add the record itself."),
        EMPTY_NON_TERMINAL(Severity.ERROR, "The name exists only because there are names below it.", "Add the record."),
        SPLIT_PUBLISH(
                Severity.ERROR,
                "Some name servers have the record and others do not.",
                "Wait; if it lasts, ask your DNS host."),
        LAME(
                Severity.WARNING,
                "Some name servers do not answer for the zone.",
                "Remove them at the registrar, or have them mended."),
        DELEGATION_MISMATCH(
                Severity.WARNING,
                "The registry and the zone itself name different servers.",
                "Make both lists the same."),
        DNSSEC_BOGUS(
                Severity.ERROR,
                "Signatures of the zone are broken (DNSSEC), so much of the world cannot see it.",
                "Correct or remove the DS record at the registrar."),
        DOMAIN_DEAD(
                Severity.ERROR,
                "The domain is not registered, expired, on hold, or parked.",
                "Look it up where it was bought."),
        CNAME_COLLISION(
                Severity.ERROR,
                "There is a CNAME at the name, and nothing else can be beside it.",
                "Remove the CNAME."),
        PROPAGATING(
                Severity.INFO,
                "All name servers have the record; resolvers still remember what was before.",
                "Nothing but wait until the time that is shown."),
        VERIFIED_ELSEWHERE(
                Severity.ERROR,
                "Another team has verified this domain.",
                "Claim it, or ask the other team to remove it."),

        // What `pennypost check` looks at besides.
        SPF_ABSENT(
                Severity.WARNING,
                "The domain says nothing about who may send for it.",
                "Publish an SPF record, `v=spf1 -all` if nobody sends."),
        DKIM_NONE_FOUND(
                Severity.INFO, "No key was found at the selectors that were tried.", "Name yours with `--selector`."),
        DKIM_UNREADABLE(Severity.ERROR, "A key record cannot be read.", "Publish it again as your sender shows it."),
        DMARC_ABSENT(
                Severity.ERROR,
                "There is no DMARC policy; large receivers refuse bulk mail then.",
                "Publish `v=DMARC1; p=none;` at `_dmarc`."),
        DMARC_NO_PROTECTION(
                Severity.INFO,
                "The policy is `none`: mail in your name that fails is delivered all the same.",
                "Turn to `quarantine` when the reports look right."),
        MX_ABSENT(Severity.INFO, "The domain has no mail exchanger.", "Nothing, unless it is to receive mail."),
        MX_TARGET_UNKNOWN(
                Severity.ERROR, "A mail exchanger has no address.", "Correct the name, or remove the record."),
        MTA_STS_BROKEN(
                Severity.ERROR, "The record for MTA-STS cannot be read.", "Publish exactly one `v=STSv1; id=…;`."),
        TLS_RPT_BROKEN(
                Severity.WARNING,
                "The record for TLS reports cannot be read.",
                "Publish exactly one `v=TLSRPTv1; rua=mailto:…`."),
        BIMI_WITHOUT_POLICY(
                Severity.INFO,
                "There is a BIMI record, but the DMARC policy is too weak for logos.",
                "Turn DMARC to `quarantine` or `reject`.");

        private final Severity severity;
        private final String meaning;
        private final String remedy;

        Code(Severity severity, String meaning, String remedy) {
            this.severity = severity;
            this.meaning = meaning;
            this.remedy = remedy;
        }

        /// How bad it usually is.
        public Severity severity() {
            return severity;
        }

        /// What is the case, for whoever looks the code up.
        public String meaning() {
            return meaning;
        }

        /// What is usually done about it.
        public String remedy() {
            return remedy;
        }
    }

    /// This finding with one more parameter.
    Finding with(String name, String value) {
        var more = new HashMap<>(parameters);
        more.put(name, value);
        return new Finding(code, severity, message, fix, expected, observed, more, servers);
    }

    /// This finding, with the data that should be served.
    Finding but(String value) {
        return new Finding(code, severity, message, fix, value, observed, parameters, servers);
    }

    /// This finding with the first character that is not as it should be: as the parameter `difference_at`, counted
    /// from 1, and told in the message.
    Finding showing(Difference difference) {
        var told = new Finding(
                code, severity, message + " " + difference.sentence(), fix, expected, observed, parameters, servers);
        return told.with("difference_at", Integer.toString(difference.position()));
    }

    static Finding error(Code code, String message, String fix, @Nullable String expected, @Nullable String observed) {
        return new Finding(code, Severity.ERROR, message, fix, expected, observed);
    }

    static Finding warning(
            Code code, String message, String fix, @Nullable String expected, @Nullable String observed) {
        return new Finding(code, Severity.WARNING, message, fix, expected, observed);
    }

    static Finding info(Code code, String message, String fix, @Nullable String expected, @Nullable String observed) {
        return new Finding(code, Severity.INFO, message, fix, expected, observed);
    }
}
