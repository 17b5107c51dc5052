/// Reads what comes back for mail that was sent: delivery status notifications (RFC 3464), bounces in the
/// free forms that mail servers write, complaints (RFC 5965), and the automatic answers that are neither.
/// Says what a message reports and nothing about who may report it: whoever asks knows how far to trust it.
/// However hostile the octets, reading them ends soon and with an answer.
@NullMarked
package dev.pennypost.mail.report;

import org.jspecify.annotations.NullMarked;
