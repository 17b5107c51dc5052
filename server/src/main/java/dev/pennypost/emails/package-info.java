/// Emails as customers ask for them: accepting, storing and reading them. Every door that can send calls
/// [Emails#send]; what becomes of a recipient is told by delivery.
@NullMarked
package dev.pennypost.emails;

import org.jspecify.annotations.NullMarked;
