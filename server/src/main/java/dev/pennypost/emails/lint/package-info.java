/// Looks at the content of an email when it is accepted and says what receivers may hold against it. Pure: an email and
/// what is known of its sending domain go in, warnings come out. Nothing here keeps an email from leaving.
@NullMarked
package dev.pennypost.emails.lint;

import org.jspecify.annotations.NullMarked;
