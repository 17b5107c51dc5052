package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.Region;
import dev.pennypost.domains.SetupMode;
import dev.pennypost.domains.TlsMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The form that adds a domain, with what was filled in.
///
/// @param mayLead whether owners may lead their records to this server
/// @param refusal why it was not added; null when nothing was refused
record NewDomain(
        String name,
        boolean receiving,
        String region,
        String returnPath,
        String trackingSubdomain,
        boolean isTlsEnforced,
        boolean ed25519,
        String setup,
        boolean mayLead,
        @Nullable Refusal refusal) {
    /// Why a domain was not added.
    ///
    /// @param field the field at fault
    /// @param meant the name that was probably meant; empty when there is no telling
    /// @param own where the team has the domain already; empty when it has not
    /// @param isClaimable whether the team may take the name over
    record Refusal(String field, Sentence why, String meant, String own, boolean isClaimable) {}

    static NewDomain empty(String name, boolean mayLead) {
        return new NewDomain(name, false, Region.US_EAST_1.code(), "", "", false, false, "copy", mayLead, null);
    }

    static NewDomain of(Form form, boolean mayLead) {
        return new NewDomain(
                form.text("name"),
                form.isSet("receiving"),
                form.filled("region").orElse(Region.US_EAST_1.code()),
                form.text("return_path"),
                form.text("tracking_subdomain"),
                form.isSet("tls"),
                form.isSet("ed25519"),
                form.filled("setup").orElse("copy"),
                mayLead,
                null);
    }

    NewDomain refused(@Nullable Refusal why) {
        return new NewDomain(
                name, receiving, region, returnPath, trackingSubdomain, isTlsEnforced, ed25519, setup, mayLead, why);
    }

    AddDomain request() {
        return new AddDomain(
                name,
                region,
                returnPath.isEmpty() ? null : returnPath,
                isTlsEnforced ? TlsMode.ENFORCED : TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                true,
                receiving,
                trackingSubdomain.isEmpty() ? null : trackingSubdomain,
                mode(),
                ed25519,
                null);
    }

    private SetupMode mode() {
        return Arrays.stream(SetupMode.values())
                .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(setup))
                .findFirst()
                .orElse(SetupMode.COPY);
    }

    List<String> regions() {
        return Arrays.stream(Region.values()).map(Region::code).toList();
    }

    /// What is wrong with a field; null when nothing.
    @Nullable
    Sentence wrong(String field) {
        return refusal != null && refusal.field().equals(field) ? refusal.why() : null;
    }

    /// Whether anything but the name was chosen, so that the choices are to be seen.
    boolean isParticular() {
        boolean isWrong = refusal != null && !refusal.field().equals("name");
        return isWrong || !equals(empty(name, mayLead).refused(refusal));
    }
}
