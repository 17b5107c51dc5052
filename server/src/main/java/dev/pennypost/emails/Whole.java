package dev.pennypost.emails;

import java.util.List;

/// An email with all that is known of it but the content of its files.
///
/// @param content its bodies, without its files
/// @param files in their order
public record Whole(Why why, Content content, List<StoredAttachment> files) {
    public Whole {
        files = List.copyOf(files);
    }

    public Email email() {
        return why.email();
    }
}
