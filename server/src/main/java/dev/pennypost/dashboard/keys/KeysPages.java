package dev.pennypost.dashboard.keys;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.keys.ApiKey;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/api-keys`.
public final class KeysPages implements Section {
    private static final String HERE = Area.KEYS.path();
    private static final int ON_A_PAGE = 50;
    private static final int MOST_CHOICES = 100;
    private static final int LONGEST_NAME = 50;
    private static final Set<String> TERMS = Set.of("1", "7", "30", "90", "365");

    private final Keys keys;
    private final Domains domains;

    public KeysPages(Keys keys, Domains domains) {
        this.keys = keys;
        this.domains = domains;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/api-keys", Permission.READ, this::list)
                .get("/api-keys/new", Permission.MANAGE_KEYS, this::form)
                .post("/api-keys", Permission.MANAGE_KEYS, this::create)
                .get("/api-keys/{id}", Permission.READ, this::show)
                .post("/api-keys/{id}", Permission.MANAGE_KEYS, this::rename)
                .post("/api-keys/{id}/revoke", Permission.MANAGE_KEYS, this::revoke);
    }

    private Answer list(Visit visit) {
        if (visit.wantsCsv()) return table(visit);
        Optional<Page<ApiKey>> page = keys.list(visit.team(), Listing.asked(visit, ON_A_PAGE));
        if (page.isEmpty()) return Answer.missing();
        List<ApiKey> found = page.get().items();
        return Answer.page(
                "keys/list.jte",
                new KeysPage(
                        views(visit, found),
                        visit.may(Permission.MANAGE_KEYS),
                        Pager.of(
                                HERE,
                                Map.of(),
                                visit,
                                found,
                                page.get().hasMore(),
                                key -> key.id().toString())));
    }

    private Answer table(Visit visit) {
        List<ApiKey> all = keys.list(visit.team(), PageRequest.first(PageRequest.ALL))
                .map(Page::items)
                .orElse(List.of());
        return new Answer.Table(
                "api-keys.csv",
                List.of("id", "name", "permission", "domain", "created_at", "last_used_at", "expires_at"),
                views(visit, all).stream()
                        .map(key -> List.of(
                                key.id().toString(),
                                key.name(),
                                key.permission(),
                                key.domain(),
                                key.createdAt().toString(),
                                Objects.toString(key.lastUsedAt(), ""),
                                Objects.toString(key.expiresAt(), ""))));
    }

    private List<KeyView> views(Visit visit, List<ApiKey> found) {
        Map<DomainId, DomainName> names = names(visit.team(), found);
        return found.stream().map(key -> KeyView.of(key, names, visit.now())).toList();
    }

    private Map<DomainId, DomainName> names(TeamId team, Collection<ApiKey> found) {
        return domains.names(
                team,
                found.stream().map(ApiKey::domain).filter(Objects::nonNull).collect(Collectors.toSet()));
    }

    private Answer form(Visit visit) {
        return Answer.page("keys/new.jte", NewKey.empty(choices(visit), visit.may(Permission.MANAGE_MEMBERS)));
    }

    private List<NewKey.Choice> choices(Visit visit) {
        return domains.list(visit.team(), PageRequest.first(MOST_CHOICES)).map(Page::items).orElse(List.of()).stream()
                .map(domain ->
                        new NewKey.Choice(domain.id().value(), domain.name().unicode()))
                .toList();
    }

    private Answer create(Visit visit) {
        var form = visit.form();
        boolean sending = form.text("permission").equals("sending");
        Optional<String> chosen = form.filled("domain");
        DomainId domain = chosen.flatMap(text -> domain(visit.team(), text)).orElse(null);
        String nameError = nameError(form.text("name"));
        String domainError = domainError(chosen, domain, sending);
        if (nameError != null || domainError != null)
            return Answer.refused(
                    "keys/new.jte",
                    NewKey.of(form, choices(visit), visit.may(Permission.MANAGE_MEMBERS), nameError, domainError));
        Keys.Created made = keys.create(
                visit.team(), form.text("name"), permission(visit), domain, expiry(form.text("expires"), visit.now()));
        var view = KeyView.of(made.key(), names(visit.team(), List.of(made.key())), visit.now());
        return Answer.page("keys/made.jte", new Made(view, made.token().reveal()));
    }

    /// Nobody gives a key what they may not do.
    private static dev.pennypost.keys.Permission permission(Visit visit) {
        return switch (visit.form().text("permission")) {
            case "sending" -> dev.pennypost.keys.Permission.SENDING_ACCESS;
            case "team" ->
                visit.may(Permission.MANAGE_MEMBERS)
                        ? dev.pennypost.keys.Permission.TEAM_ACCESS
                        : dev.pennypost.keys.Permission.FULL_ACCESS;
            default -> dev.pennypost.keys.Permission.FULL_ACCESS;
        };
    }

    private static @Nullable Instant expiry(String days, Instant now) {
        return TERMS.contains(days) ? now.plus(Duration.ofDays(Long.parseLong(days))) : null;
    }

    private static @Nullable String nameError(String name) {
        if (name.isEmpty()) return "Say what the key is for, so that you know later which one to revoke.";
        return name.length() > LONGEST_NAME ? "A name has at most " + LONGEST_NAME + " characters." : null;
    }

    private static @Nullable String domainError(Optional<String> chosen, @Nullable DomainId domain, boolean sending) {
        if (chosen.isEmpty()) return null;
        if (!sending) return "Only a key for sending can be bound to a domain. Choose “Sending only”, or all domains.";
        return domain == null ? "This domain was removed. Choose another one." : null;
    }

    private Optional<DomainId> domain(TeamId team, String text) {
        try {
            var id = new DomainId(UUID.fromString(text));
            return domains.names(team, List.of(id)).containsKey(id) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private Answer show(Visit visit) {
        return found(visit)
                .map(key -> page(visit, key, key.name(), null))
                .<Answer>map(page -> Answer.page("keys/key.jte", page))
                .orElseGet(Answer::missing);
    }

    private KeyPage page(Visit visit, ApiKey key, String name, @Nullable String error) {
        var view = KeyView.of(key, names(visit.team(), List.of(key)), visit.now());
        return new KeyPage(view, name, error, visit.may(Permission.MANAGE_KEYS));
    }

    private Answer rename(Visit visit) {
        Optional<ApiKey> key = found(visit);
        if (key.isEmpty()) return Answer.missing();
        String name = visit.form().text("name");
        String error = nameError(name);
        if (error != null) return Answer.refused("keys/key.jte", page(visit, key.get(), name, error));
        return keys.rename(visit.team(), key.get().id(), name)
                ? Answer.to(HERE + "/" + key.get().id(), "The key is called “" + name + "” now.")
                : Answer.missing();
    }

    private Answer revoke(Visit visit) {
        return visit.id("id")
                        .filter(id -> keys.remove(visit.team(), new KeyId(id)))
                        .isPresent()
                ? Answer.to(HERE, "The key was revoked. Whatever still uses it is turned away from now on.")
                : Answer.missing();
    }

    private Optional<ApiKey> found(Visit visit) {
        return visit.id("id").flatMap(id -> keys.get(visit.team(), new KeyId(id)));
    }
}
