package dev.pennypost.domains.diagnosis;

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

    /// What was noticed; stable, for programs.
    public enum Code {
        /// The name does not exist.
        HOST_NOT_FOUND,
        /// The name exists without a record of the type.
        TYPE_NOT_FOUND,
        /// DNS could not say: timeout, SERVFAIL, lame servers.
        DNS_SERVER_ERROR,
        /// There is a record with other data, for no reason we recognise.
        INVALID_VALUE,
        /// Our MX has others beside it.
        MX_EXTRA,
        /// An MX names an IP address.
        MX_TARGET_IP,
        /// The priority stands in the host field too.
        PRIORITY_IN_VALUE,
        /// The DNS host appended the zone's name to the target.
        TARGET_ZONE_APPENDED,
        /// Several SPF records at one name (RFC 7208 §4.5: permerror).
        SPF_MULTIPLE,
        /// An SPF record without our include.
        SPF_INCLUDE_MISSING,
        /// The include stands behind `all`, where nobody reads it (RFC 7208 §5.1).
        SPF_INCLUDE_UNREACHABLE,
        /// The SPF record lets everybody send.
        SPF_PASS_ALL,
        /// Quotes became part of the data.
        QUOTES_IN_VALUE,
        /// Backslashes became part of the data.
        ESCAPED_SEMICOLON,
        /// The DNS host cut the key.
        TRUNCATED_255,
        /// The key's two strings became two records.
        SPLIT_AS_TWO_RECORDS,
        /// The DNS host changed the key's case.
        CASE_FOLDED,
        /// Several keys at one name: which one is used is anybody's guess.
        DKIM_MULTIPLE,
        /// A key with an empty `p=`.
        DKIM_REVOKED,
        /// A sound key that is not ours.
        DKIM_OTHER_KEY,
        /// The key forbids what we do: other hash, other service, other type.
        DKIM_RESTRICTED,
        /// The key is marked `t=y`: receivers treat a broken signature like none.
        DKIM_TESTING,
        /// The DNS host appended the zone's name to a host that already had it: `send.example.com.example.com`.
        NAME_DOUBLED,
        /// It stands below the zone's apex instead of below the subdomain.
        NAME_RELATIVE_TO_APEX,
        /// The subdomain stands twice in its name: `send.mail.mail.example.com`.
        NAME_SUB_DOUBLED,
        /// It stands at the domain itself, or at a name with a literal `@`.
        NAME_AT_LITERAL,
        /// The DNS host dropped or replaced the underscore of its name.
        UNDERSCORE_STRIPPED,
        /// A DMARC record at the domain itself, where nobody looks (RFC 9989 §4.5).
        DMARC_AT_APEX,
        /// The right data as a record of another type.
        WRONG_TYPE,
        /// SPF as a record of type 99, which nobody reads (RFC 7208 §3.1).
        SPF_TYPE99,
        /// It stands in a zone that is not the live one.
        WRONG_ZONE,
        /// What answers for the name is a wildcard.
        WILDCARD_MASK,
        /// The name exists only because there are names below it (RFC 8020 §2).
        EMPTY_NON_TERMINAL,
        /// Some name servers have it and others do not.
        SPLIT_PUBLISH,
        /// Name servers that do not answer for the zone.
        LAME,
        /// The registry and the zone itself name different servers.
        DELEGATION_MISMATCH,
        /// What is published fails DNSSEC validation, so much of the world cannot see it (RFC 4035 §5.5).
        DNSSEC_BOGUS,
        /// Not registered, expired, on hold, or parked.
        DOMAIN_DEAD,
        /// A CNAME at the name, beside which nothing else can be (RFC 1034 §3.6.2).
        CNAME_COLLISION,
        /// All name servers have it; resolvers remember what was before.
        PROPAGATING,
        /// Another team has verified this domain.
        VERIFIED_ELSEWHERE
    }

    static Finding error(Code code, String message, String fix, String expected, @Nullable String observed) {
        return new Finding(code, Severity.ERROR, message, fix, expected, observed);
    }

    static Finding warning(Code code, String message, String fix, String expected, @Nullable String observed) {
        return new Finding(code, Severity.WARNING, message, fix, expected, observed);
    }
}
