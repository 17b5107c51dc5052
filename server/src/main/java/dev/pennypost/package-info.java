/// The product: [App] wires doors, features and platform together, [Main] starts it.
@NullMarked
package dev.pennypost;

import org.jspecify.annotations.NullMarked;
