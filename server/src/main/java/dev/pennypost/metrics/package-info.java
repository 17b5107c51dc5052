/// The product's own metrics: their names and what they count, in one list. For the features that count and for the
/// reference page. Knows no feature.
@NullMarked
package dev.pennypost.metrics;

import org.jspecify.annotations.NullMarked;
