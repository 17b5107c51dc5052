/// The operators' console: what waits and why, the sites it waits for, what is paused. Whatever is to be done
/// to the queue is counted first, and carried out only as long as it still concerns no more than was shown.
/// Everything goes through the same controls as the operators' listener.
@NullMarked
package dev.pennypost.dashboard.queue;

import org.jspecify.annotations.NullMarked;
