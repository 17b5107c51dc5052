package dev.pennypost.domains.connect;

import dev.pennypost.domains.connect.Template.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds a template against the rules that the public repository of templates sets for those it takes.
record TemplateLint(Template template) {
    private static final Set<String> TYPES = Set.of(
            "A", "AAAA", "CNAME", "NS", "MX", "TXT", "SRV", "SPFM", "CAA", "TLSA", "REDIR301", "REDIR302");
    private static final Pattern BARE = Pattern.compile("%[^%]+%");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+");

    /// How bad a remark is.
    enum Weight {
        /// The template would be refused.
        ERROR,
        /// Somebody will ask why.
        WARNING
    }

    /// Something a rule says.
    record Remark(Weight weight, String rule, String text) {}

    List<Remark> remarks() {
        var remarks = new ArrayList<Remark>();
        aboutTheWhole(remarks);
        for (Entry entry : template.records()) about(entry, remarks);
        return remarks;
    }

    List<Remark> errors() {
        return remarks().stream()
                .filter(remark -> remark.weight() == Weight.ERROR)
                .toList();
    }

    private void aboutTheWhole(List<Remark> remarks) {
        if (!ID.matcher(template.providerId()).matches() || !ID.matcher(template.serviceId()).matches())
            error(remarks, "ids", "providerId and serviceId are made of letters, digits, dots and hyphens");
        if (isBlank(template.providerName()) || isBlank(template.serviceName()))
            error(remarks, "names", "providerName and serviceName are shown to people and must not be empty");
        boolean signed = !isBlank(template.syncPubKeyDomain());
        boolean warned = Boolean.TRUE.equals(template.warnPhishing());
        if (!signed && !warned) error(remarks, "unsigned", "syncPubKeyDomain or warnPhishing must be set");
        if (signed && warned) error(remarks, "signed-and-warned", "syncPubKeyDomain and warnPhishing exclude each other");
        if (template.records().isEmpty()) error(remarks, "no-records", "a template without records does nothing");
        if (!isBlank(template.logoUrl()) && !String.valueOf(template.logoUrl()).startsWith("https://"))
            warning(remarks, "logo", "logoUrl must be an https address");
        if (template.version() == null) warning(remarks, "version", "version should be set");
    }

    private void about(Entry entry, List<Remark> remarks) {
        String type = String.valueOf(entry.type()).toUpperCase(Locale.ROOT);
        if (!TYPES.contains(type)) error(remarks, "type", type + " is no type of template records");
        aboutVariables(entry, remarks);
        aboutPlace(entry, type, remarks);
        aboutValue(entry, type, remarks);
        if (type.equals("TXT")) aboutText(entry, remarks);
        if (entry.essential() != null && !Set.of("Always", "OnApply").contains(entry.essential()))
            error(remarks, "essential", "essential is Always or OnApply");
        if (entry.ttl() == null && !type.equals("SPFM") && !type.startsWith("REDIR"))
            error(remarks, "ttl", type + " needs a ttl");
    }

    private static void aboutVariables(Entry entry, List<Remark> remarks) {
        for (String text : texts(entry)) {
            if (text.chars().filter(c -> c == '%').count() % 2 != 0)
                error(remarks, "open-variable", "a variable begins and does not end in: " + text);
        }
        // a variable that is all of the value lets whoever makes a link write anything
        String value = value(entry);
        if (value != null && BARE.matcher(value).matches())
            warning(remarks, "bare-variable", value + " is all of a value: put what is always the same around it");
    }

    private static void aboutPlace(Entry entry, String type, List<Remark> remarks) {
        String place = entry.place();
        if (place.isEmpty()) error(remarks, "host", type + " needs a host");
        // host is relative to the host a template is applied to, which would be there twice
        if (place.contains("%host%") || place.contains("%fqdn%"))
            error(remarks, "host-in-host", "the host is added anyway: leave %host% out of " + place);
        if (place.endsWith("%domain%")) error(remarks, "domain-in-host", "the domain is added anyway in " + place);
        if (type.equals("CNAME") && place.equals("@"))
            warning(remarks, "cname-at-apex", "a CNAME at @ cannot be applied to a whole domain");
    }

    private static void aboutValue(Entry entry, String type, List<Remark> remarks) {
        if (isBlank(value(entry)) && !type.startsWith("REDIR")) error(remarks, "value", type + " has no value");
        if (type.equals("MX") && entry.priority() == null) error(remarks, "priority", "MX needs a priority");
    }

    private static void aboutText(Entry entry, List<Remark> remarks) {
        String data = String.valueOf(entry.data()).toLowerCase(Locale.ROOT);
        String mode = entry.txtConflictMatchingMode();
        if (data.startsWith("v=spf1")) error(remarks, "spf-as-txt", "SPF is written as SPFM, which hosts merge");
        if (mode != null && !Set.of("None", "All", "Prefix").contains(mode))
            error(remarks, "conflict-mode", "txtConflictMatchingMode is None, All or Prefix");
        if ("Prefix".equals(mode) == isBlank(entry.txtConflictMatchingPrefix()))
            error(remarks, "conflict-prefix", "txtConflictMatchingPrefix goes with the mode Prefix, and only with it");
        boolean policy = data.startsWith("v=dmarc1") || entry.place().startsWith("_dmarc");
        if (policy && !"OnApply".equals(entry.essential()))
            warning(remarks, "dmarc-essential", "a DMARC policy is the owner's to change: essential OnApply");
        boolean unique = policy || entry.place().contains("_domainkey");
        if (unique && mode == null)
            warning(remarks, "unique-text", entry.place() + " holds one text only: set txtConflictMatchingMode");
    }

    private static @Nullable String value(Entry entry) {
        if (entry.pointsTo() != null) return entry.pointsTo();
        if (entry.data() != null) return entry.data();
        return entry.spfRules() != null ? entry.spfRules() : entry.target();
    }

    private static List<String> texts(Entry entry) {
        var texts = new ArrayList<String>();
        texts.add(entry.place());
        String value = value(entry);
        if (value != null) texts.add(value);
        return texts;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static void error(List<Remark> remarks, String rule, String text) {
        remarks.add(new Remark(Weight.ERROR, rule, text));
    }

    private static void warning(List<Remark> remarks, String rule, String text) {
        remarks.add(new Remark(Weight.WARNING, rule, text));
    }
}
