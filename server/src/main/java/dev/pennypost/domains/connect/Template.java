package dev.pennypost.domains.connect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// A template as it stands in the public repository of templates: the records a service needs, with `%variables%`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record Template(
        String providerId,
        String providerName,
        String serviceId,
        String serviceName,
        @Nullable Integer version,
        @Nullable String logoUrl,
        @Nullable String description,
        @Nullable String variableDescription,
        @Nullable Boolean syncBlock,
        @Nullable String syncPubKeyDomain,
        @Nullable String syncRedirectDomain,
        @Nullable Boolean warnPhishing,
        @Nullable Boolean hostRequired,
        List<Entry> records) {
    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
            .build();

    /// One record of a template.
    ///
    /// @param ttl a number, or a variable
    /// @param priority a number, or a variable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            @Nullable String type,
            @Nullable String groupId,
            @Nullable String essential,
            @Nullable String host,
            @Nullable String name,
            @Nullable String pointsTo,
            @Nullable String target,
            @Nullable Object ttl,
            @Nullable String data,
            @Nullable Object priority,
            @Nullable String txtConflictMatchingMode,
            @Nullable String txtConflictMatchingPrefix,
            @Nullable String spfRules) {
        /// Where the record goes, whatever its type calls that.
        String place() {
            if (host != null) return host;
            return name == null ? "" : name;
        }
    }

    static Template read(String json) {
        return MAPPER.readValue(json, Template.class);
    }

    String json() {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    }

    /// The name that the public repository asks for.
    String fileName() {
        return (providerId + "." + serviceId + ".json").toLowerCase(Locale.ROOT);
    }
}
