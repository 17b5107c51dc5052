/// Webhooks: endpoints and how they are doing, what was sent to each and what it said, and sending it again.
/// Secrets are shown when asked for, and only to those who may manage webhooks.
@NullMarked
package dev.pennypost.dashboard.webhooks;

import org.jspecify.annotations.NullMarked;
