package dev.pennypost.mail.spf;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.spf.MacroString.Literal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything an SPF record leads to, whoever sends: the records it includes, what they include, and what all that
/// costs. A check for one client stops at the first match and sees less; this is for people who look after a record.
///
/// @param domain whose record it is
/// @param text the record as published; null when there is none, or more than one
/// @param trouble what is wrong with this record itself, as the end of a sentence that begins with its domain; null
///     when nothing is
public record SpfTree(
        DomainName domain,
        @Nullable String text,
        List<Term> terms,
        @Nullable String trouble) {
    /// The limit of RFC 7208 §4.6.4 for terms that need DNS.
    public static final int MOST_LOOKUPS = 10;

    /// The limit of RFC 7208 §4.6.4 for terms that look up what is not there.
    public static final int MOST_VOIDS = 2;

    public SpfTree {
        terms = List.copyOf(terms);
    }

    /// One term of a record.
    ///
    /// @param text as written
    /// @param needsDns whether it counts against the limit of lookups
    /// @param findsNothing whether it looks up what is not there
    /// @param addresses the first address of every network it lets send
    /// @param below the record it refers to; null when it refers to none, or to one that depends on who sends
    public record Term(
            String text,
            boolean needsDns,
            boolean findsNothing,
            List<InetAddress> addresses,
            @Nullable SpfTree below) {
        public Term {
            addresses = List.copyOf(addresses);
        }

        /// How many lookups it costs, with everything it refers to.
        public int lookups() {
            return (needsDns ? 1 : 0) + (below == null ? 0 : below.lookups());
        }
    }

    /// Walks through the record of a domain.
    public static SpfTree of(DomainName domain, Resolver resolver) {
        return new Walk(resolver).tree(domain, List.of());
    }

    /// How many lookups a client that matches nothing costs.
    public int lookups() {
        return terms.stream().mapToInt(Term::lookups).sum();
    }

    /// How many terms look up what is not there, here and below.
    public int voids() {
        return terms.stream()
                .mapToInt(term -> (term.findsNothing() ? 1 : 0)
                        + (term.below() == null ? 0 : term.below().voids()))
                .sum();
    }

    /// The first address of every network that may send, here and below, without repetition.
    public List<InetAddress> addresses() {
        return terms.stream()
                .flatMap(term -> Stream.concat(
                        term.addresses().stream(),
                        term.below() == null ? Stream.empty() : term.below().addresses().stream()))
                .distinct()
                .toList();
    }

    /// The first record of the tree with something wrong with it.
    public Optional<SpfTree> firstTrouble() {
        if (trouble != null) return Optional.of(this);
        return terms.stream()
                .map(Term::below)
                .flatMap(Stream::ofNullable)
                .flatMap(below -> below.firstTrouble().stream())
                .findFirst();
    }

    /// The terms that cost lookups, one on each line, those of included records indented below them.
    public String outline() {
        return outline("");
    }

    private String outline(String indent) {
        return terms.stream()
                .filter(Term::needsDns)
                .map(term -> indent + term.text() + " (" + term.lookups() + ")"
                        + (term.findsNothing() ? ", finds nothing" : "")
                        + (term.below() == null ? "" : below(term.below(), indent)))
                .collect(Collectors.joining("\n"));
    }

    private static String below(SpfTree tree, String indent) {
        String lines = tree.outline(indent + "  ");
        return lines.isEmpty() ? "" : "\n" + lines;
    }

    /// A walk remembers how much it has seen: records of strangers may refer to each other without end.
    private static final class Walk {
        private static final int MOST_TERMS = 60;

        private final Resolver resolver;
        private int seen;

        Walk(Resolver resolver) {
            this.resolver = resolver;
        }

        SpfTree tree(DomainName domain, List<DomainName> above) {
            if (above.contains(domain)) return new SpfTree(domain, null, List.of(), "includes itself");
            Answer answer = resolver.ask(domain, RecordType.TXT);
            if (answer instanceof Answer.Failed(String why))
                return new SpfTree(domain, null, List.of(), "could not be looked up: " + why);
            var texts = answer.all(DnsRecord.Txt.class).stream()
                    .map(DnsRecord.Txt::text)
                    .filter(SpfRecord::claims)
                    .toList();
            if (texts.isEmpty()) return new SpfTree(domain, null, List.of(), "has no SPF record");
            if (texts.size() > 1) return new SpfTree(domain, null, List.of(), "has more than one SPF record");
            return tree(domain, texts.getFirst(), above);
        }

        private SpfTree tree(DomainName domain, String text, List<DomainName> above) {
            try {
                var record = SpfRecord.parse(text);
                var path = Stream.concat(above.stream(), Stream.of(domain)).toList();
                var terms = new ArrayList<Term>();
                for (var directive : record.directives()) terms.add(term(directive, domain, path));
                if (record.redirect() != null) {
                    String written = text.replaceFirst("(?is).*\\s(redirect=\\S+).*", "$1");
                    terms.add(reference(written, record.redirect(), path));
                }
                return new SpfTree(domain, text, terms, null);
            } catch (BadSpfRecord bad) {
                return new SpfTree(
                        domain, text, List.of(), "has a broken SPF record: `" + bad.text() + "` " + bad.why());
            }
        }

        private Term term(SpfRecord.Directive directive, DomainName domain, List<DomainName> path) {
            String text = directive.text();
            boolean passes = directive.verdict() == SpfVerdict.PASS;
            return switch (directive.mechanism()) {
                case SpfMechanism.All _ -> new Term(text, false, false, List.of(), null);
                case SpfMechanism.Ip(var network, var _) ->
                    new Term(text, false, false, passes ? List.of(network) : List.of(), null);
                case SpfMechanism.Include(var target) -> reference(text, target, path);
                case SpfMechanism.Ptr _ -> new Term(text, true, false, List.of(), null);
                case SpfMechanism.A(var target, var _) -> hosts(text, passes, named(target, domain));
                case SpfMechanism.Exists(var target) -> hosts(text, false, named(target, domain));
                case SpfMechanism.Mx(var target, var _) ->
                    hosts(text, passes, named(target, domain).map(this::exchangers));
            };
        }

        private Term reference(String text, MacroString target, List<DomainName> path) {
            var name = named(target, path.getLast()).filter(_ -> ++seen <= MOST_TERMS);
            SpfTree below = name.isEmpty() ? null : tree(name.get().getFirst(), path);
            return new Term(text, true, false, List.of(), below);
        }

        /// @param names empty when they depend on who sends
        private Term hosts(String text, boolean passes, Optional<List<DomainName>> names) {
            if (names.isEmpty() || ++seen > MOST_TERMS) return new Term(text, true, false, List.of(), null);
            var addresses = names.get().stream()
                    .flatMap(host -> Stream.of(RecordType.A, RecordType.AAAA).map(type -> resolver.ask(host, type)))
                    .flatMap(answer -> answer.all(DnsRecord.Address.class).stream())
                    .map(DnsRecord.Address::address)
                    .toList();
            return new Term(text, true, addresses.isEmpty(), passes ? addresses : List.of(), null);
        }

        private List<DomainName> exchangers(List<DomainName> domain) {
            return resolver.ask(domain.getFirst(), RecordType.MX).all(DnsRecord.Mx.class).stream()
                    .flatMap(mx -> name(mx.exchange()).stream())
                    .toList();
        }

        /// The one name a term is about, or nothing where it depends on who sends.
        private static Optional<List<DomainName>> named(@Nullable MacroString target, DomainName domain) {
            if (target == null) return Optional.of(List.of(domain));
            if (!target.parts().stream().allMatch(Literal.class::isInstance)) return Optional.empty();
            return name(target.parts().stream()
                            .map(part -> ((Literal) part).text())
                            .collect(Collectors.joining()))
                    .map(List::of);
        }

        private static Optional<DomainName> name(String text) {
            try {
                return Optional.of(DomainName.ofDns(text));
            } catch (BadDomainName _) {
                return Optional.empty();
            }
        }
    }
}
