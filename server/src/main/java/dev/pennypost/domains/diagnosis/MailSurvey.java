package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.DomainSurvey.Area;
import dev.pennypost.domains.diagnosis.DomainSurvey.Topic;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.mail.dmarc.DmarcPolicy;
import dev.pennypost.mail.dmarc.DmarcRecord;
import dev.pennypost.mail.dmarc.DmarcRequest;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord.Address;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.spf.BadSpfRecord;
import dev.pennypost.mail.spf.SpfRecord;
import dev.pennypost.mail.spf.SpfTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What DNS says about a domain's mail, except its keys.
record MailSurvey(DomainName domain, Resolver resolver, Function<DomainName, Optional<DomainName>> registrable) {
    private static final Pattern STS =
            Pattern.compile("v=STSv1\\s*(;.*)?;\\s*id=[A-Za-z0-9]{1,32}\\s*(;.*)?"); // RFC 8461 §3.1
    private static final Pattern TLS_RPT =
            Pattern.compile("v=TLSRPTv1\\s*;\\s*rua=(mailto:[^@]+@[^;]+|https://[^;]+)(;.*)?"); // RFC 8460 §3

    Topic receiving() {
        Answer answer = resolver.ask(domain, RecordType.MX);
        if (answer instanceof Answer.Failed(String why)) return silent(Area.RECEIVING, domain, why);
        var served = answer.all(Mx.class).stream()
                .sorted(Comparator.comparingInt(Mx::preference))
                .toList();
        if (served.isEmpty()) return withoutExchanger();
        if (served.size() == 1 && served.getFirst().exchange().isEmpty())
            return told(Area.RECEIVING, "The domain says that it takes no mail (null MX).");
        var findings = served.stream().flatMap(mx -> exchanger(mx).stream()).toList();
        String provider =
                MailboxProviders.of(served).map(name -> " (" + name + ")").orElse("");
        return new Topic(
                Area.RECEIVING, List.of("Mail goes to " + Exchangers.shown(served) + provider + "."), findings);
    }

    private Topic withoutExchanger() {
        return found(
                Area.RECEIVING,
                Finding.info(
                        Code.MX_ABSENT,
                        "`" + domain + "` has no mail exchanger, so replies to its addresses get lost.",
                        "Nothing, if nobody is to write to it.",
                        null,
                        null));
    }

    private Optional<Finding> exchanger(Mx mx) {
        String host = mx.exchange();
        if (Target.isAddress(host))
            return Optional.of(Finding.error(
                    Code.MX_TARGET_IP,
                    "The mail exchanger `" + host + "` is an IP address, and only host names are allowed there.",
                    "Enter the name of the host instead.",
                    null,
                    host));
        try {
            return exchanger(DomainName.ofDns(host));
        } catch (BadDomainName nobodysName) {
            return Optional.of(withoutAddress(host));
        }
    }

    private Optional<Finding> exchanger(DomainName host) {
        var answers = Stream.of(RecordType.A, RecordType.AAAA)
                .map(type -> resolver.ask(host, type))
                .toList();
        if (answers.stream().anyMatch(answer -> !answer.all(Address.class).isEmpty())) return aliased(host);
        return answers.stream()
                .flatMap(answer -> answer instanceof Answer.Failed(String why) ? Stream.of(why) : Stream.empty())
                .findFirst()
                .map(why -> Optional.of(silence(host, why)))
                .orElseGet(() -> Optional.of(withoutAddress(host.ascii())));
    }

    private Optional<Finding> aliased(DomainName host) {
        if (!(resolver.ask(host, RecordType.CNAME) instanceof Answer.Records)) return Optional.empty();
        return Optional.of(Finding.warning(
                Code.MX_TARGET_CNAME,
                "The mail exchanger `" + host + "` is only an alias, which some senders do not follow.",
                "Enter the name it stands for.",
                null,
                host.ascii()));
    }

    private static Finding withoutAddress(String host) {
        return Finding.error(
                Code.MX_TARGET_UNKNOWN,
                "The mail exchanger `" + host + "` has no address, so mail for it waits or comes back.",
                "Correct its name, or remove the record.",
                null,
                host);
    }

    /// The bounce address's own records: SPF counts there, and bounces must find a way back.
    Topic returnPath(DomainName name) {
        Answer answer = resolver.ask(name, RecordType.MX);
        var exchangers = answer.all(Mx.class);
        if (answer instanceof Answer.Failed(String why)) return silent(Area.RETURN_PATH, name, why);
        boolean hasText = resolver.ask(name, RecordType.TXT) instanceof Answer.Records;
        if (exchangers.isEmpty() && !hasText)
            return told(Area.RETURN_PATH, "There is no return path at `" + name + "`; see --return-path for another.");
        Topic spf = spf(name, Area.RETURN_PATH);
        var facts = new ArrayList<>(spf.facts());
        if (!exchangers.isEmpty()) facts.addFirst("Bounces go to " + Exchangers.shown(exchangers) + ".");
        return new Topic(Area.RETURN_PATH, facts, spf.findings());
    }

    Topic spf(DomainName name, Area area) {
        Answer answer = resolver.ask(name, RecordType.TXT);
        if (answer instanceof Answer.Failed(String why)) return silent(area, name, why);
        var records = SpfCheck.texts(answer).stream().filter(SpfRecord::claims).toList();
        if (records.isEmpty()) return found(area, withoutSpf(name));
        if (records.size() > 1) return found(area, severalSpf(name, records));
        try {
            return spf(name, area, SpfRecord.parse(records.getFirst()), records.getFirst());
        } catch (BadSpfRecord bad) {
            return found(area, SpfFindings.syntax(records.getFirst(), bad, "Correct this term, or remove it."));
        }
    }

    private Topic spf(DomainName name, Area area, SpfRecord record, String text) {
        var tree = SpfTree.of(name, resolver);
        var findings = new ArrayList<Finding>();
        if (record.allowsEverybody()) findings.add(SpfFindings.passAll(text));
        if (record.usesPtr()) findings.add(SpfFindings.ptr(text));
        tree.firstTrouble().ifPresent(broken -> findings.add(SpfFindings.brokenInclude(broken, text)));
        if (tree.lookups() > SpfTree.MOST_LOOKUPS) findings.add(SpfFindings.tooManyLookups(Severity.ERROR, tree));
        if (tree.voids() > SpfTree.MOST_VOIDS) findings.add(SpfFindings.voidLookups(Severity.ERROR, tree));
        return new Topic(area, List.of("`" + text + "`", lookups(tree)), findings);
    }

    private static String lookups(SpfTree tree) {
        return "Reading it takes " + tree.lookups() + " of at most " + SpfTree.MOST_LOOKUPS + " lookups.";
    }

    private static Finding withoutSpf(DomainName name) {
        return Finding.warning(
                Code.SPF_ABSENT,
                "`" + name + "` does not say who may send for it.",
                "Publish a TXT record with the SPF terms of everybody who sends for it, or `v=spf1 -all`.",
                null,
                null);
    }

    private static Finding severalSpf(DomainName name, List<String> records) {
        String merged = records.stream()
                .flatMap(record -> SpfCheck.terms(record).stream().skip(1))
                .filter(term -> !term.matches("(?i)[-+?~]?all"))
                .distinct()
                .collect(Collectors.joining(" ", "v=spf1 ", " ~all"));
        return Finding.error(
                        Code.SPF_MULTIPLE,
                        "`" + name + "` has " + records.size() + " SPF records; receivers then use none of them.",
                        "Keep one: `" + merged + "`.",
                        null,
                        String.join(" | ", records))
                .with("merged", merged);
    }

    Topic dmarc() {
        var reading = new DmarcReading(domain, resolver, registrable);
        var own = SpfCheck.texts(resolver.ask(domain.child("_dmarc"), RecordType.TXT));
        var records = own.stream().filter(DmarcRecord::claims).toList();
        if (records.size() > 1) return found(Area.DMARC, DmarcFindings.several(records));
        var malformed = own.stream()
                .filter(text -> !DmarcRecord.claims(text) && DmarcCheck.isMeant(text))
                .map(DmarcFindings::malformed)
                .toList();
        if (records.isEmpty() && !malformed.isEmpty()) return new Topic(Area.DMARC, List.of(), malformed);
        return switch (reading.policy()) {
            case DmarcPolicy.Found found -> dmarc(found, reading);
            case DmarcPolicy.Absent _ -> found(Area.DMARC, withoutDmarc());
            case DmarcPolicy.Unusable(var _, var at) -> found(Area.DMARC, DmarcFindings.noPolicy(at, records));
            case DmarcPolicy.Unknown(String why) -> silent(Area.DMARC, domain, why);
        };
    }

    private Topic dmarc(DmarcPolicy.Found found, DmarcReading reading) {
        var findings = new ArrayList<>(reading.remarks(found));
        if (found.request() == DmarcRequest.NONE) findings.add(noProtection());
        String where = found.at().equals(domain) ? "of its own" : "of `" + found.at() + "`";
        return new Topic(
                Area.DMARC,
                List.of("The policy is `" + found.request().word() + "`, by a record " + where + "."),
                findings);
    }

    private Finding withoutDmarc() {
        return Finding.error(
                Code.DMARC_ABSENT,
                "`" + domain + "` has no DMARC policy, and large receivers refuse bulk mail without one.",
                "Publish a TXT record named `_dmarc." + domain + "` with the value `v=DMARC1; p=none;`.",
                null,
                null);
    }

    private static Finding noProtection() {
        return Finding.info(
                Code.DMARC_NO_PROTECTION,
                "With this policy, mail that others send in the domain's name is delivered all the same.",
                "When the reports show only your own senders, change it to `p=quarantine`.",
                null,
                null);
    }

    Topic mtaSts() {
        return optional(
                Area.MTA_STS,
                domain.child("_mta-sts"),
                "v=STSv1",
                STS,
                Finding.error(
                        Code.MTA_STS_BROKEN,
                        "The MTA-STS record cannot be read, so senders pass over it.",
                        "Publish exactly one TXT record such as `v=STSv1; id=20260101T000000;`.",
                        null,
                        null));
    }

    Topic tlsRpt() {
        return optional(
                Area.TLS_RPT,
                domain.child("_smtp._tls"),
                "v=TLSRPTv1",
                TLS_RPT,
                Finding.warning(
                        Code.TLS_RPT_BROKEN,
                        "The record for TLS reports cannot be read, so none are sent.",
                        "Publish exactly one TXT record such as `v=TLSRPTv1; rua=mailto:tls@" + domain + "`.",
                        null,
                        null));
    }

    /// A record that may be left out, but must be sound where it is.
    private Topic optional(Area area, DomainName name, String version, Pattern syntax, Finding broken) {
        Answer answer = resolver.ask(name, RecordType.TXT);
        if (answer instanceof Answer.Failed(String why)) return silent(area, name, why);
        var records = SpfCheck.texts(answer).stream()
                .filter(text -> text.startsWith(version))
                .toList();
        if (records.isEmpty()) return told(area, "Not set up, and does not have to be.");
        boolean sound = records.size() == 1
                && syntax.matcher(records.getFirst().strip()).matches();
        return sound ? told(area, "`" + records.getFirst() + "`") : found(area, broken);
    }

    /// Receivers show a logo only under a policy that keeps others from using the name.
    Topic bimi() {
        Answer answer = resolver.ask(domain.child("default._bimi"), RecordType.TXT);
        var records = SpfCheck.texts(answer).stream()
                .filter(text -> text.startsWith("v=BIMI1"))
                .toList();
        if (records.isEmpty()) return told(Area.BIMI, "Not set up, and does not have to be.");
        boolean enforced = DmarcPolicy.discover(domain, resolver) instanceof DmarcPolicy.Found found
                && found.request() != DmarcRequest.NONE;
        var findings = enforced ? List.<Finding>of() : List.of(weakPolicy());
        return new Topic(Area.BIMI, List.of("`" + records.getFirst() + "`"), findings);
    }

    private static Finding weakPolicy() {
        return Finding.info(
                Code.BIMI_WITHOUT_POLICY,
                "There is a logo, but receivers show it only when the DMARC policy is stricter than `none`.",
                "Change the DMARC policy to `p=quarantine` or `p=reject`.",
                null,
                null);
    }

    private static Topic told(Area area, String fact) {
        return new Topic(area, List.of(fact), List.of());
    }

    private static Topic found(Area area, Finding finding) {
        return new Topic(area, List.of(), List.of(finding));
    }

    static Topic silent(Area area, DomainName name, String why) {
        return found(area, silence(name, why));
    }

    static Finding silence(DomainName name, String why) {
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "DNS did not answer for `" + name + "`: " + why + ".",
                "Try again; if it lasts, ask your DNS host.",
                null,
                null);
    }
}
