/// The requests of teams and what they were answered, kept for some days so that teams can see what their programs
/// did. Written behind the requests' backs, in batches, and left out rather than waited for. What is stored holds no
/// secret that the requests held.
@NullMarked
package dev.pennypost.requestlog;

import org.jspecify.annotations.NullMarked;
