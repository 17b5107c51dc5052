/// The one JSON mapper of the product.
@NullMarked
package dev.pennypost.json;

import org.jspecify.annotations.NullMarked;
