/// Times as people write them: ISO 8601, and English phrases by a strict grammar. What is not wholly understood is
/// refused, because mail at the wrong time cannot be called back. Pure; knows no email.
@NullMarked
package dev.pennypost.emails.schedule;

import org.jspecify.annotations.NullMarked;
