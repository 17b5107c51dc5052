/// Customers' webhook endpoints: which events they want, and the signed, retried delivery of each.
@NullMarked
package dev.pennypost.webhooks;

import org.jspecify.annotations.NullMarked;
