/// The pages of suppressions: which recipients a team's emails are kept from and why, adding and pasting
/// more, letting one go again. Topics, the kinds of email that recipients may want or not want, are beside
/// them. Addresses that cannot be are refused beside the field, with what was pasted kept.
@NullMarked
package dev.pennypost.dashboard.suppressions;

import org.jspecify.annotations.NullMarked;
