package dev.pennypost.emails;

import dev.pennypost.storage.Page;
import org.jspecify.annotations.Nullable;

/// What a search found in the time it may take.
///
/// @param page the emails, and whether there are more or were more to look at
/// @param searchedTo the email that was looked at last, where time ran out before the page was full: the search goes on
///     from there; null where it did not
public record EmailsFound(Page<Email> page, @Nullable EmailId searchedTo) {}
