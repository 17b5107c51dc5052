/// DNS as mail uses it: names, the record types that matter to mail, and the resolver every protocol package
/// takes as a parameter. Answers are values; a resolver that could not find out says so instead of throwing.
@NullMarked
package dev.pennypost.mail.dns;

import org.jspecify.annotations.NullMarked;
