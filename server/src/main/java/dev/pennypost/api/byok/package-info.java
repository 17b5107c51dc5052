/// The `byok` dialect: an organisation brings the key of a Resend-compatible service and manages one domain there.
/// A translation: no rules, no SQL.
@NullMarked
package dev.pennypost.api.byok;

import org.jspecify.annotations.NullMarked;
