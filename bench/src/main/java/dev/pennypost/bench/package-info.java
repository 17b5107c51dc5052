/// Load generators and the parts of side-by-side runs that `bench/run` puts together. Prints figures, judges nothing.
@NullMarked
package dev.pennypost.bench;

import org.jspecify.annotations.NullMarked;
