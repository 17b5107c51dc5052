package dev.pennypost.mail.spf;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.spf.MacroString.Use;
import org.jspecify.annotations.Nullable;

/// `check_host()` of RFC 7208 §4 for one client: walks through records and what they refer to.
final class SpfCheck {
    private final SpfClient client;
    private final SpfLookups lookups;
    private final SpfMacros macros;

    SpfCheck(SpfClient client, SpfLookups lookups, SpfMacros macros) {
        this.client = client;
        this.lookups = lookups;
        this.macros = macros;
    }

    /// How a record decided, and where the owner's explanation is to be found if it refused.
    record Decision(
            SpfVerdict verdict, String why, @Nullable MacroString explanation, DomainName domain) {}

    Decision decide(DomainName domain) throws SpfError {
        var record = record(domain);
        if (record == null) return new Decision(SpfVerdict.NONE, domain + " has no SPF record", null, domain);
        for (var directive : record.directives()) {
            if (matches(directive.mechanism(), domain))
                return new Decision(directive.verdict(), directive.text(), record.explanation(), domain);
        }
        if (record.redirect() != null) return referred(record.redirect(), domain);
        return new Decision(SpfVerdict.NEUTRAL, "no term of the record matches", null, domain); // RFC 7208 §4.7
    }

    /// What the owner says to a refused sender, or the empty string (RFC 7208 §6.2).
    String explanation(Decision decision) {
        if (decision.verdict() != SpfVerdict.FAIL || decision.explanation() == null) return "";
        var name = macros.name(decision.explanation(), decision.domain());
        if (name == null) return "";
        var texts = lookups.explanations(name);
        if (texts.size() != 1) return "";
        try {
            return macros.expand(MacroString.parse(texts.getFirst(), Use.EXPLANATION), decision.domain());
        } catch (BadSpfRecord _) {
            return "";
        }
    }

    private @Nullable SpfRecord record(DomainName domain) throws SpfError {
        var texts = lookups.records(domain);
        if (texts.isEmpty()) return null;
        if (texts.size() > 1)
            throw new SpfError(SpfVerdict.PERMERROR, domain + " has more than one SPF record"); // RFC 7208 §4.5
        try {
            return SpfRecord.parse(texts.getFirst());
        } catch (BadSpfRecord bad) {
            throw new SpfError(
                    SpfVerdict.PERMERROR, "the record of " + domain + " is broken: " + bad.text() + " " + bad.why());
        }
    }

    private boolean matches(SpfMechanism mechanism, DomainName domain) throws SpfError {
        return switch (mechanism) {
            case SpfMechanism.All() -> true;
            case SpfMechanism.Ip(var network, int length) ->
                SpfMechanism.sameBits(network.getAddress(), client.ip().getAddress(), length);
            case SpfMechanism.Include(var target) -> referred(target, domain).verdict() == SpfVerdict.PASS;
            case SpfMechanism.A(var target, var prefix) -> {
                var name = looked(target, domain);
                yield name != null
                        && lookups.addresses(name).stream().anyMatch(found -> prefix.covers(found, client.ip()));
            }
            case SpfMechanism.Mx(var target, var prefix) -> {
                var name = looked(target, domain);
                yield name != null
                        && lookups.mailHostAddresses(name).stream()
                                .anyMatch(found -> prefix.covers(found, client.ip()));
            }
            case SpfMechanism.Ptr(var target) -> {
                var name = looked(target, domain);
                yield name != null && lookups.validatedNames().stream().anyMatch(found -> found.isAtOrBelow(name));
            }
            case SpfMechanism.Exists(var target) -> {
                var name = looked(target, domain);
                yield name != null && lookups.exists(name);
            }
        };
    }

    // A name that DNS can't hold matches nothing (RFC 7208 §4.8 leaves it open).
    private @Nullable DomainName looked(@Nullable MacroString target, DomainName domain) throws SpfError {
        lookups.countTerm();
        return target == null ? domain : macros.name(target, domain);
    }

    // RFC 7208 §5.2, §6.1: a record that is referred to must be there.
    private Decision referred(MacroString target, DomainName domain) throws SpfError {
        var name = looked(target, domain);
        if (name == null) throw new SpfError(SpfVerdict.PERMERROR, domain + " refers to a name that cannot exist");
        var decision = decide(name);
        if (decision.verdict() == SpfVerdict.NONE)
            throw new SpfError(SpfVerdict.PERMERROR, domain + " refers to " + name + ", which has no SPF record");
        return decision;
    }
}
