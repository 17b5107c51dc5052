package dev.pennypost.domains.connect;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a DNS host makes of a template and a zone, written after the draft, to try our template on. Records are maps as
/// the corpora have them: `type`, `name`, `data`, `ttl`, and more by type.
final class ApplyTemplate {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern ONE_VARIABLE = Pattern.compile("%[^%]+%");
    private static final Set<String> WITH_TARGET = Set.of("A", "AAAA", "CNAME", "NS", "MX");
    private static final Set<String> CUSTOM = Set.of("CAA", "TLSA", "SSHFP", "DS", "NAPTR");
    private static final Set<String> NAMES_AS_DATA = Set.of("A", "AAAA", "CNAME", "NS", "MX", "SRV");
    private static final int DEFAULT_SPF_TTL = 6000;
    static final String DC = "_dc";

    /// Who applies what where.
    record Application(
            String domain,
            String host,
            Map<String, String> parameters,
            Set<String> groups,
            boolean multiAware,
            boolean multiInstance,
            String providerId,
            String serviceId,
            String uniqueId,
            List<Map<String, Object>> redirects) {
        String fqdn() {
            return host.isEmpty() ? domain : host + "." + domain;
        }
    }

    /// What came of it.
    record Applied(int added, int deleted, List<Map<String, Object>> zone) {}

    /// A refusal, by the name the corpora have for it.
    static final class Refused extends RuntimeException {
        final String kind;

        Refused(String kind, String why) {
            super(kind + ": " + why);
            this.kind = kind;
        }
    }

    private final Application how;
    private final Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Map<String, Object>> zone = new ArrayList<>();
    private final List<Map<String, Object>> added = new ArrayList<>();
    private final List<Map<String, Object>> kept = new ArrayList<>();

    private ApplyTemplate(List<Map<String, Object>> zone, Application how) {
        this.how = how;
        zone.forEach(record -> this.zone.add(normal(record)));
        kept.addAll(this.zone);
        variables.putAll(how.parameters());
        variables.put("domain", how.domain());
        variables.put("host", how.host());
        variables.put("fqdn", how.fqdn());
    }

    static Applied apply(List<Map<String, Object>> zone, List<Map<String, Object>> template, Application how) {
        return new ApplyTemplate(zone, how).run(template);
    }

    private Applied run(List<Map<String, Object>> template) {
        if (how.multiAware() && !how.multiInstance()) kept.removeIf(this::isOfThisTemplate);
        for (var record : template) {
            boolean wanted = how.groups().isEmpty() || how.groups().contains(String.valueOf(record.get("groupId")));
            if (wanted) add(record);
        }
        var result = new ArrayList<>(kept);
        result.addAll(added);
        return new Applied(added.size(), zone.size() - kept.size(), result);
    }

    private boolean isOfThisTemplate(Map<String, Object> record) {
        return record.get(DC) instanceof Map<?, ?> dc
                && how.providerId().equals(dc.get("providerId"))
                && how.serviceId().equals(dc.get("serviceId"))
                && at(how.host()).equals(at(String.valueOf(dc.get("host"))));
    }

    private static String at(String host) {
        return host.isEmpty() ? "@" : host;
    }

    private void add(Map<String, Object> template) {
        String type = upper(text(template, "type"));
        if (WITH_TARGET.contains(type)) addWithTarget(type, template);
        else if (type.equals("TXT")) addText(template);
        else if (type.equals("SPFM")) addSpf(template);
        else if (type.equals("SRV")) addService(template);
        else if (type.startsWith("REDIR")) addRedirect(type, template);
        else if (CUSTOM.contains(type) || type.matches("TYPE[0-9]+")) addCustom(type, template);
        else throw new Refused("TypeError", type);
    }

    private void addWithTarget(String type, Map<String, Object> template) {
        String name = place(filled(template, "host"));
        String data = resolved(filled(template, "pointsTo"));
        check(type, data);
        if (type.equals("CNAME") && name.equals("@")) throw invalid("a CNAME at the apex");
        if (type.equals("NS") && data.equalsIgnoreCase(how.fqdn())) throw invalid("a zone delegated to itself");
        var record = record(type, name, data, template);
        if (type.equals("MX")) record.put("priority", number(template, "priority"));
        conclude(record, template);
    }

    private static void check(String type, String data) {
        switch (type) {
            case "A", "AAAA" -> {
                if (!isAddress(data, type.equals("A") ? 4 : 16)) throw invalid(data + " is no address");
            }
            default -> hostName(data);
        }
    }

    private static boolean isAddress(String text, int octets) {
        try {
            return InetAddress.ofLiteral(text).getAddress().length == octets;
        } catch (IllegalArgumentException notALiteral) {
            // the corpora have a case with three octets, which inet_aton takes
            return octets == 4 && text.matches("[0-9]+(\\.[0-9]+){2}");
        }
    }

    private void addText(Map<String, Object> template) {
        var record = record("TXT", place(filled(template, "host")), filled(template, "data"), template);
        conclude(record, template);
    }

    private void addCustom(String type, Map<String, Object> template) {
        String data = filled(template, "data");
        if (data.isEmpty() || data.equals("@")) throw invalid("no data");
        conclude(record(type, place(filled(template, "host")), data, template), template);
    }

    private void addSpf(Map<String, Object> template) {
        String name = place(filled(template, "host"));
        String rules = filled(template, "spfRules");
        var there = kept.stream().filter(record -> isSpf(record, name)).findFirst();
        if (there.isEmpty()) {
            var record = record("TXT", name, "v=spf1 " + rules + " ~all", template);
            record.putIfAbsent("ttl", DEFAULT_SPF_TTL);
            conclude(record, template);
        } else if (!(" " + there.get().get("data") + " ").contains(" " + rules + " ")) {
            var merged = new TreeMap<>(there.get());
            merged.put("data", String.valueOf(merged.get("data")).replaceFirst("(?i)^v=spf1", "v=spf1 " + rules));
            kept.remove(there.get());
            added.add(merged);
        }
    }

    private static boolean isSpf(Map<String, Object> record, String name) {
        return is(record, "TXT", name)
                && String.valueOf(record.get("data")).toLowerCase(Locale.ROOT).startsWith("v=spf1");
    }

    private void addService(Map<String, Object> template) {
        String name = place(filled(template, "name"));
        if (name.equals("@")) throw invalid("a service at the apex");
        String target = resolved(filled(template, "target"));
        hostName(target);
        String protocol = lower(filled(template, "protocol").replaceFirst("^_", ""));
        if (!Set.of("tcp", "udp", "tls").contains(protocol)) throw invalid(protocol + " is no protocol");
        String service = filled(template, "service");
        hostName(service);
        var record = record("SRV", name, target, template);
        record.put("protocol", protocol);
        record.put("service", lower(service));
        for (String field : List.of("priority", "weight", "port")) record.put(field, number(template, field));
        conclude(record, template);
    }

    private void addRedirect(String type, Map<String, Object> template) {
        String host = filled(template, "host");
        var record = record(type, place(host), filled(template, "target"), template);
        for (var backing : how.redirects()) {
            var copy = new TreeMap<>(backing);
            copy.put("host", host);
            addWithTarget(text(backing, "type"), copy);
        }
        conclude(record, template);
    }

    /// Takes what is in the way out of the zone, and adds the record unless it is there.
    private void conclude(Map<String, Object> record, Map<String, Object> template) {
        for (var other : added) if (exclude(record, other)) throw invalid(record + " beside " + other);
        for (var there : List.copyOf(kept)) if (isInTheWay(record, there, template)) delete(there);
        if (kept.stream().anyMatch(there -> isSame(record, there))) return;
        if (how.multiAware()) record.put(DC, origin(template));
        added.add(record);
    }

    private Map<String, Object> origin(Map<String, Object> template) {
        Object essential = template.get("essential");
        return new TreeMap<>(Map.of(
                "id", how.uniqueId(),
                "providerId", how.providerId(),
                "serviceId", how.serviceId(),
                "host", how.host(),
                "essential", essential == null ? "Always" : essential));
    }

    /// A record whose template needs it takes the template's other records with it.
    private void delete(Map<String, Object> there) {
        kept.remove(there);
        if (!how.multiAware() || !(there.get(DC) instanceof Map<?, ?> dc) || "OnApply".equals(dc.get("essential")))
            return;
        kept.removeIf(record -> record.get(DC) instanceof Map<?, ?> other
                && String.valueOf(dc.get("id")).equals(other.get("id")));
    }

    private static boolean exclude(Map<String, Object> one, Map<String, Object> other) {
        return excludes(one, other) || excludes(other, one);
    }

    private static boolean excludes(Map<String, Object> one, Map<String, Object> other) {
        return switch (text(one, "type")) {
            case "CNAME" -> text(one, "name").equals(text(other, "name"));
            case "NS" -> !text(other, "type").equals("NS") && isAtOrBelow(other, one);
            default -> false;
        };
    }

    private static boolean isAtOrBelow(Map<String, Object> record, Map<String, Object> above) {
        String name = text(record, "name");
        return name.equals(text(above, "name")) || name.endsWith("." + text(above, "name"));
    }

    private static boolean isInTheWay(
            Map<String, Object> record, Map<String, Object> there, Map<String, Object> template) {
        String type = text(record, "type");
        if (type.equals("NS")) return isAtOrBelow(there, record);
        if (!text(there, "name").equals(text(record, "name"))) return false;
        String other = text(there, "type");
        return switch (type) {
            case "A", "AAAA" -> Set.of("A", "AAAA", "CNAME", "NS").contains(other) || other.startsWith("REDIR");
            case "CNAME" -> !other.equals("NS");
            case "TXT" -> other.equals("CNAME") || (other.equals("TXT") && textIsInTheWay(there, template));
            case "MX", "SRV" -> other.equals(type) || other.equals("CNAME");
            default ->
                type.startsWith("REDIR")
                        && (other.startsWith("REDIR")
                                || Set.of("A", "AAAA", "CNAME").contains(other));
        };
    }

    private static boolean textIsInTheWay(Map<String, Object> there, Map<String, Object> template) {
        return switch (String.valueOf(template.get("txtConflictMatchingMode"))) {
            case "All" -> true;
            case "Prefix" -> text(there, "data").startsWith(String.valueOf(template.get("txtConflictMatchingPrefix")));
            default -> false;
        };
    }

    private static boolean isSame(Map<String, Object> record, Map<String, Object> there) {
        return is(there, text(record, "type"), text(record, "name"))
                && text(there, "data").equals(text(record, "data"));
    }

    private static boolean is(Map<String, Object> record, String type, String name) {
        return text(record, "type").equals(type) && text(record, "name").equals(name);
    }

    private Map<String, Object> record(String type, String name, String data, Map<String, Object> template) {
        var record = new TreeMap<String, Object>();
        record.put("type", type);
        record.put("name", lower(name));
        record.put("data", NAMES_AS_DATA.contains(type) ? lower(data) : data);
        if (template.get("ttl") != null) record.put("ttl", number(template, "ttl"));
        return record;
    }

    private static Map<String, Object> normal(Map<String, Object> record) {
        var normal = new TreeMap<>(record);
        String type = upper(text(record, "type"));
        normal.put("type", type);
        normal.put("name", at(lower(text(record, "name"))));
        if (NAMES_AS_DATA.contains(type)) normal.put("data", lower(text(record, "data")));
        return normal;
    }

    /// The owner name relative to the zone, `@` for the zone itself.
    private String place(String host) {
        String place = relative(host);
        if (!place.equals("@")) ownerName(place);
        return place;
    }

    private String relative(String host) {
        if (host.endsWith(".")) {
            String full = lower(host.substring(0, host.length() - 1));
            if (full.equals(how.domain())) return "@";
            if (!full.endsWith("." + how.domain())) throw invalid(host + " is not in the zone");
            return full.substring(0, full.length() - how.domain().length() - 1);
        }
        if (host.isEmpty() || host.equals("@")) return at(how.host());
        return how.host().isEmpty() ? host : host + "." + how.host();
    }

    private String resolved(String target) {
        return target.equals("@") ? how.fqdn() : target;
    }

    private void ownerName(String name) {
        String labels = name.startsWith("*.") ? name.substring(2) : name;
        if (name.equals("*")) return;
        if ((name + "." + how.domain()).length() > 253) throw invalid("too long a name");
        for (String label : labels.split("\\.", -1))
            if (!LABEL.matcher(label).matches()) throw invalid(name + " is no name");
    }

    private static void hostName(String name) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (bare.isEmpty() || bare.length() > 253) throw invalid("no name, or too long a one");
        for (String label : bare.split("\\.", -1))
            if (!LABEL.matcher(label).matches()) throw invalid(name + " is no name");
    }

    private int number(Map<String, Object> template, String field) {
        Object given = template.get(field);
        if (given instanceof Integer number) return number;
        String text = String.valueOf(given);
        boolean variable = ONE_VARIABLE.matcher(text).matches();
        if (text.contains("%") && !variable) throw invalid(text + " is more than a variable");
        try {
            return Integer.parseInt(variable ? filled(template, field) : text);
        } catch (NumberFormatException notANumber) {
            throw invalid(text + " is no number");
        }
    }

    private String filled(Map<String, Object> template, String field) {
        String text = template.get(field) == null ? "" : text(template, field);
        var filled = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf('%'); open >= 0; open = text.indexOf('%', at)) {
            int close = text.indexOf('%', open + 1);
            if (close < 0) throw new Refused("InvalidTemplate", text);
            filled.append(text, at, open).append(variable(text.substring(open + 1, close)));
            at = close + 1;
        }
        return filled.append(text.substring(at)).toString();
    }

    private String variable(String name) {
        String value = variables.get(name);
        if (value == null) throw new Refused("MissingParameter", name);
        return value;
    }

    private static String text(Map<String, Object> record, String field) {
        return String.valueOf(record.get(field));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Refused invalid(@Nullable String why) {
        return new Refused("InvalidData", String.valueOf(why));
    }
}
