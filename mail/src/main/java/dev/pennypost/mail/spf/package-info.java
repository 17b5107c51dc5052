/// Sender Policy Framework: may this address send mail for that domain (RFC 7208)? A check takes the client's
/// address and the names it gave, asks DNS within the limits of the RFC, and answers with a verdict and the reason.
/// Records can be read without evaluating them, to explain what is wrong with one.
@NullMarked
package dev.pennypost.mail.spf;

import org.jspecify.annotations.NullMarked;
