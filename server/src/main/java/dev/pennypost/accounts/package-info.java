/// Accounts: the people who sign in to the dashboard, the teams they belong to and what they may do there. A person
/// proves who they are with a password, a code, a passkey or an OpenID provider, and is known by a session from then on.
/// Pages and HTTP are the business of whoever calls; what is refused comes back as a value.
@NullMarked
package dev.pennypost.accounts;

import org.jspecify.annotations.NullMarked;
