package dev.pennypost;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.dashboard.shell.Section;
import java.util.List;

/// What an installation has beyond the product.
///
/// @param doors further dialects for the HTTP listener, such as the sandbox's
/// @param sections further pages of the dashboard
/// @param local whether only this machine reaches it, so that whoever opens the page may make the first account
record Extras(List<Dialect> doors, List<Section> sections, boolean local) {
    static final Extras NONE = new Extras(List.of(), List.of(), false);
}
