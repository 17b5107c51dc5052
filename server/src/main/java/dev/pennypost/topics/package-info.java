/// Topics: kinds of email that recipients may want or not want, each with a default for those who chose nothing.
/// Whoever sends an email of a topic asks here first, recipient by recipient. Knows nothing of emails.
@NullMarked
package dev.pennypost.topics;

import org.jspecify.annotations.NullMarked;
