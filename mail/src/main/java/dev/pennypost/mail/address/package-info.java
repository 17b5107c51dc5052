/// Mail addresses: the addr-spec of an envelope (RFC 5321 §4.1.2) and the mailbox of a header (RFC 5322 §3.4).
/// They are for whoever reads what a person typed, and for the protocols that carry it on. Names of hosts come
/// from [dev.pennypost.mail.dns].
@NullMarked
package dev.pennypost.mail.address;

import org.jspecify.annotations.NullMarked;
