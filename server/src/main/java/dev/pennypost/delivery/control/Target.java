package dev.pennypost.delivery.control;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.util.Locale;
import java.util.UUID;

/// Something that deliveries have in common, by which operators take hold of them.
public sealed interface Target {
    /// @param name as it is counted under: a provider, exchangers, or `host:port` of a server of the operator's own
    record Site(String name) implements Target {}

    record Team(TeamId id) implements Target {}

    record SendingDomain(DomainId id) implements Target {}

    record RecipientDomain(DomainName name) implements Target {}

    record Email(UUID id) implements Target {}

    /// What targets there are, spelled as in the database and in answers.
    enum Kind {
        SITE,
        TEAM,
        DOMAIN,
        RECIPIENT_DOMAIN,
        EMAIL;

        public String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default Kind kind() {
        return switch (this) {
            case Site _ -> Kind.SITE;
            case Team _ -> Kind.TEAM;
            case SendingDomain _ -> Kind.DOMAIN;
            case RecipientDomain _ -> Kind.RECIPIENT_DOMAIN;
            case Email _ -> Kind.EMAIL;
        };
    }

    default String value() {
        return switch (this) {
            case Site(String name) -> name;
            case Team(TeamId id) -> id.value().toString();
            case SendingDomain(DomainId id) -> id.value().toString();
            case RecipientDomain(DomainName name) -> name.ascii();
            case Email(UUID id) -> id.toString();
        };
    }

    /// @throws IllegalArgumentException when the value is none of this kind
    static Target of(Kind kind, String value) {
        return switch (kind) {
            case SITE -> new Site(value);
            case TEAM -> new Team(new TeamId(UUID.fromString(value)));
            case DOMAIN -> new SendingDomain(new DomainId(UUID.fromString(value)));
            case RECIPIENT_DOMAIN -> new RecipientDomain(DomainName.parse(value));
            case EMAIL -> new Email(UUID.fromString(value));
        };
    }
}
