/// The pages of emails: what was sent and what became of it. People find an email by what they remember of it, and its
/// page tells in plain sentences what happened, with everything that is known underneath. From there it is sent again,
/// kept from leaving, or shown to a colleague.
@NullMarked
package dev.pennypost.dashboard.emails;

import org.jspecify.annotations.NullMarked;
