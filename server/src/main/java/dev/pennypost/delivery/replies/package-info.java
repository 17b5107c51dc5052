/// What receivers mean when they refuse mail. An ordered file of rules turns a reply (who said it, when, its codes and
/// its words) into a category, what follows from it, and advice for the site it came from. Knows nothing of the queue:
/// for attempts, and for bounces that come back as mail.
@NullMarked
package dev.pennypost.delivery.replies;

import org.jspecify.annotations.NullMarked;
