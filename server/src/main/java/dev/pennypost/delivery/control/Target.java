package dev.pennypost.delivery.control;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
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

    /// One recipient, whatever the case their address is written in.
    record Recipient(Address address) implements Target {}

    record RecipientDomain(DomainName name) implements Target {}

    record Email(UUID id) implements Target {}

    /// What targets there are, spelled as in the database and in answers.
    enum Kind {
        SITE,
        TEAM,
        DOMAIN,
        RECIPIENT,
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
            case Recipient _ -> Kind.RECIPIENT;
            case RecipientDomain _ -> Kind.RECIPIENT_DOMAIN;
            case Email _ -> Kind.EMAIL;
        };
    }

    default String value() {
        return switch (this) {
            case Site(String name) -> name;
            case Team(TeamId id) -> id.value().toString();
            case SendingDomain(DomainId id) -> id.value().toString();
            case Recipient(Address address) -> folded(address);
            case RecipientDomain(DomainName name) -> name.ascii();
            case Email(UUID id) -> id.toString();
        };
    }

    /// An address as recipients are compared. Local parts may differ by case alone (RFC 5321 §2.4); people who look for
    /// one do not mean that.
    static String folded(Address address) {
        return address.toString().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when the value is none of this kind
    static Target of(Kind kind, String value) {
        return switch (kind) {
            case SITE -> new Site(value);
            case TEAM -> new Team(new TeamId(UUID.fromString(value)));
            case DOMAIN -> new SendingDomain(new DomainId(UUID.fromString(value)));
            case RECIPIENT -> new Recipient(Address.parse(value));
            case RECIPIENT_DOMAIN -> new RecipientDomain(DomainName.parse(value));
            case EMAIL -> new Email(UUID.fromString(value));
        };
    }
}
