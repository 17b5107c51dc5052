/// The ways in: the first account, signing in with a password and a second proof, with a passkey or at a provider,
/// invitations, and new passwords for people who forgot theirs. Nothing of any team is shown here.
@NullMarked
package dev.pennypost.dashboard.entrance;

import org.jspecify.annotations.NullMarked;
