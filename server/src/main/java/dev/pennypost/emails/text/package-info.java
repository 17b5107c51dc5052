/// The text alternative of an email, made of its HTML when the sender gives none. HTML is read as browsers read it, and
/// written as lines that are pleasant to read in a terminal. Pure; knows no email.
@NullMarked
package dev.pennypost.emails.text;

import org.jspecify.annotations.NullMarked;
