/// Writing messages: from what a sender asked for to the bytes of RFC 5322 and MIME (RFC 2045 to 2049, 2231), 7-bit
/// safe, so that no relay has to re-encode what DKIM signed. It is for whoever sends; the same input gives the same
/// bytes. Addresses come from [dev.pennypost.mail.address]; reading is the business of [dev.pennypost.mail.mime].
@NullMarked
package dev.pennypost.mail.message;

import org.jspecify.annotations.NullMarked;
