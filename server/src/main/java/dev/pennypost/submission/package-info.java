/// The door for mail programs: message submission over SMTP (RFC 6409), where the user is `resend` and the
/// password an API key. A message is delivered as it came, but for the fields that are not the recipients' to
/// see and those it lacks. What is refused is said as an SMTP reply with an enhanced code, in the words of the
/// API.
@NullMarked
package dev.pennypost.submission;

import org.jspecify.annotations.NullMarked;
