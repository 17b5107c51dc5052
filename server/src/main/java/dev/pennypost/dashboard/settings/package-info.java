/// What people set for themselves and for their teams: names, passwords, second proofs, sessions, members and
/// invitations, and the record of who changed what.
@NullMarked
package dev.pennypost.dashboard.settings;

import org.jspecify.annotations.NullMarked;
