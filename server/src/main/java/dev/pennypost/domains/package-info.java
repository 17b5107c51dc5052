/// Customers' domains: the records each must publish, whether DNS serves them, and the keys mail is signed with.
/// For the API doors and for delivery.
@NullMarked
package dev.pennypost.domains;

import org.jspecify.annotations.NullMarked;
