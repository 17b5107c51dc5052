/// DANE for SMTP (RFC 6698, 7671, 7672): which TLSA records can be used, and whether a server's certificates match
/// them. Records must come from answers that were validated; that is the caller's part. Certificates come from
/// strangers; what cannot be read does not match.
@NullMarked
package dev.pennypost.mail.dane;

import org.jspecify.annotations.NullMarked;
