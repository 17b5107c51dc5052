/// Encryption of what must be readable again (signing keys, webhook secrets) under the operator's master key.
@NullMarked
package dev.pennypost.secrets;

import org.jspecify.annotations.NullMarked;
