/// The SMTP client of the mail library against a server that misbehaves on purpose. Lives here because the
/// library cannot depend on the testkit that is built on it.
@NullMarked
package dev.pennypost.testkit.smtp;

import org.jspecify.annotations.NullMarked;
