package dev.pennypost.domains.provider;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A company that hosts DNS, as far as it concerns somebody who types records into its panel.
///
/// @param id stable, for programs
/// @param editor link to the page where records are edited, with `%domain%` for the zone; null when none is known
public record Provider(String id, String name, Panel panel, @Nullable String editor) {
    private static final String DOMAIN = "%domain%";

    /// A DNS host that is not in the catalogue.
    public static final Provider UNKNOWN = new Provider("unknown", "your DNS host", Panel.COMMON, null);

    /// Where the zone's records are edited, or as near to it as links reach.
    public Optional<String> editor(DomainName zone) {
        return Optional.ofNullable(editor).map(link -> link.replace(DOMAIN, zone.ascii()));
    }

    /// What to type into which field.
    ///
    /// @param zone the zone that holds the record
    public PanelEntry entry(PlannedRecord record, DomainName zone) {
        return panel.entry(record, zone);
    }

    /// What to mind at this panel when entering these records, in sentences; empty when nothing is known.
    public List<String> hints(List<PlannedRecord> records, DomainName zone) {
        return new Hints(this, zone).about(records);
    }
}
