package dev.pennypost.cli;

import dev.pennypost.config.HostPort;
import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.Permission;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
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
