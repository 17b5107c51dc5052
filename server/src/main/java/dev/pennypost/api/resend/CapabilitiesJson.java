package dev.pennypost.api.resend;

import dev.pennypost.domains.DomainSettings;

/// What a domain is used for: each `enabled` or `disabled`.
record CapabilitiesJson(String sending, String receiving) {
    static CapabilitiesJson of(DomainSettings settings) {
        return new CapabilitiesJson(word(settings.sending()), word(settings.receiving()));
    }

    private static String word(boolean on) {
        return on ? "enabled" : "disabled";
    }
}
