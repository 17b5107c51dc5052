/// Work that goes on in the background: named loops on virtual threads that can be woken, survive one bad round and
/// stop on shutdown. Knows no feature.
@NullMarked
package dev.pennypost.jobs;

import org.jspecify.annotations.NullMarked;
