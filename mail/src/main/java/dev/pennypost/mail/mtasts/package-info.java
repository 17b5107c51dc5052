/// MTA-STS (RFC 8461): the record that announces a policy, the policy itself, and which mail servers it names. Texts
/// come from strangers and are read within limits. Fetching and keeping policies is the caller's part.
@NullMarked
package dev.pennypost.mail.mtasts;

import org.jspecify.annotations.NullMarked;
