package dev.pennypost.dashboard.emails;

import java.util.List;
import java.util.Map;

/// The list of emails with what it can be searched by.
record EmailList(Filters filters, List<Choice> domains, EmailRows found) {
    /// @param id as the address of the page has it
    record Choice(String id, String name) {}

    List<Status> statuses() {
        return Status.all();
    }

    Map<String, String> spans() {
        return Filters.SPANS;
    }
}
