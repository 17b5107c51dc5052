package dev.pennypost.domains.provider;

import dev.pennypost.mail.dns.DomainName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.toml.TomlMapper;

/// The catalogue of DNS hosts and mailbox providers.
public final class Providers {
    private final List<Provider> all;
    private final ServerNames<Provider> nameServers;
    private final ServerNames<Mailboxes> exchanges;

    // Read when it is first asked for.
    private static final class Bundled {
        static final Providers CATALOGUE = load();

        private static Providers load() {
            try (InputStream file = Providers.class.getResourceAsStream("providers.toml")) {
                return read(Objects.requireNonNull(file, "providers.toml"));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private Providers(Catalogue catalogue) {
        all = catalogue.dns.stream().map(DnsHost::toProvider).toList();
        nameServers = new ServerNames<>(catalogue.dns.stream()
                .flatMap(host -> host.nameServers.stream()
                        .map(text -> ServerNames.Known.of(text, all.get(catalogue.dns.indexOf(host)))))
                .toList());
        exchanges = new ServerNames<>(catalogue.mailboxes.stream()
                .flatMap(host -> host.exchanges.stream()
                        .map(text -> ServerNames.Known.of(text, new Mailboxes(host.id, host.name))))
                .toList());
    }

    /// The catalogue that comes with the product.
    public static Providers bundled() {
        return Bundled.CATALOGUE;
    }

    /// Reads a catalogue in TOML; the bundled one says how it is made.
    public static Providers read(InputStream toml) {
        var mapper = TomlMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .build();
        return new Providers(mapper.readValue(toml, Catalogue.class));
    }

    /// Every DNS host, in the order of the file.
    public List<Provider> all() {
        return all;
    }

    /// Who runs a zone: the owner of most of its name servers, the first one's where they are equally many.
    ///
    /// @param servers the zone's name servers, best as the parent zone lists them
    public Optional<Provider> of(List<DomainName> servers) {
        var owners = servers.stream().map(nameServers::of).flatMap(Optional::stream).toList();
        Map<Provider, Long> counts =
                owners.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return owners.stream()
                .filter(owner -> counts.getOrDefault(owner, 0L) == most)
                .findFirst();
    }

    /// The DNS host of this id.
    public Optional<Provider> withId(String id) {
        return all.stream().filter(provider -> provider.id().equals(id)).findFirst();
    }

    /// Whose mailboxes a mail exchanger serves.
    public Optional<Mailboxes> mailboxes(DomainName exchange) {
        return exchanges.of(exchange);
    }

    /// The file.
    private record Catalogue(List<DnsHost> dns, List<MailboxHost> mailboxes) {}

    private record MailboxHost(String id, String name, List<String> exchanges) {}

    private record DnsHost(
            String id,
            String name,
            List<String> nameServers,
            @Nullable String editor,
            @Nullable String apex,
            @Nullable Boolean appendsZone,
            @Nullable Boolean quotesTxt,
            @Nullable Boolean priorityInValue,
            @Nullable Boolean dotBehindTargets,
            @Nullable Boolean mxBelowZone,
            @Nullable Map<String, List<String>> notes) {
        Provider toProvider() {
            var panel = new Panel(
                    apex == null ? Panel.Apex.AT : Panel.Apex.valueOf(apex.toUpperCase(Locale.ROOT)),
                    appendsZone,
                    Objects.equals(quotesTxt, true),
                    Objects.equals(priorityInValue, true),
                    Objects.equals(dotBehindTargets, true),
                    mxBelowZone,
                    notes == null ? Map.of() : notes);
            return new Provider(id, name, panel, editor);
        }
    }
}
