/// Stories of emails and the servers they go to, each in a file of its own whose name is the story. The sending side
/// is real, down to the database; servers, DNS and the clock are ours. One world serves all stories, each of which has
/// domains and servers of its own in it.
@NullMarked
package dev.pennypost.delivery.scenarios;

import org.jspecify.annotations.NullMarked;
