package dev.pennypost.cli;

import dev.pennypost.accounts.Role;
import dev.pennypost.config.HostPort;
import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How options are read that are more than a text.
final class Conversions {
    private Conversions() {}

    /// `HOST:PORT`.
    static final class Address implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            try {
                return HostPort.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /// A length of time in minutes, hours or days, such as `2h`.
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})([mhd])");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) throw new TypeConversionException("expected a time such as 30m, 2h or 3d");
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }

    /// A permission as the API spells it.
    static final class ApiPermission implements ITypeConverter<Permission> {
        @Override
        public Permission convert(String text) {
            return Arrays.stream(Permission.values())
                    .filter(permission -> spelled(permission).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(Permission.values())
                                    .map(ApiPermission::spelled)
                                    .collect(Collectors.joining(", "))));
        }

        private static String spelled(Permission permission) {
            return permission.name().toLowerCase(Locale.ROOT);
        }
    }

    /// What stands for a limit that is taken away.
    static final long NO_LIMIT = -1;

    /// A number of requests, or `default`.
    static final class Requests implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return limit(text, "default", Integer.MAX_VALUE);
        }
    }

    /// A number of emails, or `none`.
    static final class Emails implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return limit(text, "none", Long.MAX_VALUE);
        }
    }

    private static long limit(String text, String nothing, long most) {
        if (text.equals(nothing)) return NO_LIMIT;
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) return number;
        } catch (NumberFormatException notOne) {
            // told below, together with numbers out of range
        }
        throw new TypeConversionException("expected a number from 0 on, or " + nothing);
    }

    /// A role in a team.
    static final class TeamRole implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            try {
                return Role.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException notOne) {
                throw new TypeConversionException("expected owner, admin, developer or viewer");
            }
        }
    }

    /// The id of a team.
    static final class Team implements ITypeConverter<TeamId> {
        @Override
        public TeamId convert(String text) {
            try {
                return new TeamId(UUID.fromString(text));
            } catch (IllegalArgumentException notOne) {
                throw new TypeConversionException("a team id looks like 0191f2e4-7d3b-7c55-a1b2-0c8f6e2d4a91");
            }
        }
    }

    /// What stands for an address that is taken away.
    static final String NOBODY = "none";

    /// An email address, or `none`.
    static final class Contact implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.equals(NOBODY)) return NOBODY;
            try {
                return dev.pennypost.mail.address.Address.parse(text).toString();
            } catch (BadAddress wrong) {
                throw new TypeConversionException("expected an email address, or none");
            }
        }
    }

    /// The id of a domain.
    static final class Domain implements ITypeConverter<DomainId> {
        @Override
        public DomainId convert(String text) {
            try {
                return new DomainId(UUID.fromString(text));
            } catch (IllegalArgumentException notOne) {
                throw new TypeConversionException("a domain id looks like 0191f2e4-7d3b-7c55-a1b2-0c8f6e2d4a91");
            }
        }
    }
}
