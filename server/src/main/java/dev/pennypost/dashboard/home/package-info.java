/// The page that people open first: how the last day went, what needs attention now, and, for a team that has sent
/// nothing yet, the steps to a first email.
@NullMarked
package dev.pennypost.dashboard.home;

import org.jspecify.annotations.NullMarked;
