package dev.pennypost.sandbox;

/// The answer to a change of a zone.
record ZoneJson(String object, String domain, String state) {
    static ZoneJson of(ServedZone served) {
        return new ZoneJson(
                "sandbox_zone", served.zone().origin().ascii(), served.state().word());
    }
}
