/// API keys: who may send and what, a token that is shown once, names, and an end to keys. A key's page says
/// when it was last used and leads to the requests that were made with it.
@NullMarked
package dev.pennypost.dashboard.keys;

import org.jspecify.annotations.NullMarked;
