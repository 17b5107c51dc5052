/// The `resend` dialect: wire records, routes, and the spelling of problems, statuses and events in the words of the
/// Resend API. A translation: no rules, no SQL.
@NullMarked
package dev.pennypost.api.resend;

import org.jspecify.annotations.NullMarked;
