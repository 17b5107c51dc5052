package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.records.Purpose;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands on top of every page of one domain.
///
/// @param abilities what works and what does not
/// @param since when it became verified; null when it is not
record Head(
        String name,
        String path,
        Tone tone,
        String status,
        List<Ability> abilities,
        @Nullable Instant since,
        boolean isSuspended,
        boolean mayManage) {
    /// One thing that a domain can do.
    ///
    /// @param state how it stands, in a word or two
    record Ability(String name, Tone tone, String state) {}

    static Head of(Domain domain, Visit visit) {
        return new Head(
                domain.name().unicode(),
                path(domain.summary()),
                Words.tone(domain.summary()),
                Words.status(domain.summary()),
                abilities(domain),
                domain.status().isProved() ? domain.summary().verifiedAt() : null,
                domain.life().suspended(),
                visit.may(Permission.MANAGE_DOMAINS));
    }

    static String path(DomainSummary domain) {
        return Paths.MOUNT + "/domains/" + domain.id().value();
    }

    static List<Ability> abilities(Domain domain) {
        return List.of(
                ability("Sending", domain, domain.settings().sending(), domain.life().maySend()),
                ability("Receiving", domain, domain.settings().receiving(), domain.life().mayReceive()),
                tracking(domain));
    }

    private static Ability ability(String name, Domain domain, boolean isWanted, boolean works) {
        if (!isWanted) return new Ability(name, Tone.CALM, "off");
        if (domain.life().suspended()) return new Ability(name, Tone.CALM, "stopped");
        return works ? new Ability(name, Tone.GOOD, "works") : new Ability(name, Tone.WAIT, "not yet");
    }

    private static Ability tracking(Domain domain) {
        var settings = domain.settings();
        if (!settings.openTracking() && !settings.clickTracking()) return new Ability("Tracking", Tone.CALM, "off");
        boolean stands = domain.records(Purpose.TRACKING).stream()
                .map(DomainRecord::status)
                .allMatch(status -> status == RecordStatus.VERIFIED || status == RecordStatus.TEMPORARY_FAILURE);
        return stands ? new Ability("Tracking", Tone.GOOD, "on") : new Ability("Tracking", Tone.WAIT, "not yet");
    }

    /// How it stands with the certificate of tracked links, in a sentence.
    static String certificate(CertificateState state) {
        return switch (state) {
            case CertificateState.None() -> "";
            case CertificateState.Ordering() -> "A certificate for it is being ordered.";
            case CertificateState.Ready(var _, var trouble) ->
                trouble == null
                        ? "It has a certificate: links are served over https."
                        : "Its certificate could not be renewed yet: " + trouble.problem().why();
            case CertificateState.Failed failed ->
                "There is no certificate for it: " + failed.problem().why();
        };
    }
}
