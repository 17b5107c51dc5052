/// Reading messages: from bytes of any origin to header fields, text, HTML and attachments, over Apache mime4j. It is
/// for whoever shows mail to people, so it takes what is malformed as well as it can and stops only at its limits.
/// Addresses come from [dev.pennypost.mail.address]; writing is the business of [dev.pennypost.mail.message].
@NullMarked
package dev.pennypost.mail.mime;

import org.jspecify.annotations.NullMarked;
