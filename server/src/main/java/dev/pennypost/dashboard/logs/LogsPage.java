package dev.pennypost.dashboard.logs;

import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Further;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/// The request log.
///
/// @param keys to choose from
record LogsPage(LogQuery query, List<LogView> requests, List<KeyChoice> keys, Pager pager, Further further) {
    String csv() {
        var all = new LinkedHashMap<>(query.map());
        all.put("format", "csv");
        return Paths.with(Area.LOGS.path(), all);
    }

    /// A key that requests can be asked for by.
    record KeyChoice(UUID id, String name) {}
}
