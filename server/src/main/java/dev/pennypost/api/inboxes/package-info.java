/// The `inboxes` dialect: domains and inboxes at `/api/email`, with `dom_` ids and five error codes. A translation: no
/// rules, no SQL.
@NullMarked
package dev.pennypost.api.inboxes;

import org.jspecify.annotations.NullMarked;
