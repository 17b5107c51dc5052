/// Where log records go: standard error, as readable lines or as JSON. Everybody writes them through
/// `System.Logger`, libraries through SLF4J; both end in `java.util.logging`, which is set up here. Knows no feature.
@NullMarked
package dev.pennypost.logging;

import org.jspecify.annotations.NullMarked;
