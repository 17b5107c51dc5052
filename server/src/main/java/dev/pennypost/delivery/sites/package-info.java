/// Who the receivers of mail are that many domains share, and what each wants to be asked at most. Files of rules name
/// them by the ends of their servers' names; the shipped file comes after the operator's own. Whoever else has rules
/// for receivers refers to them by these names, and reads its file line by line as this one is read.
@NullMarked
package dev.pennypost.delivery.sites;

import org.jspecify.annotations.NullMarked;
