/// Stories of events and the endpoints they are told to, each in a file of its own whose name is the story. The telling
/// side is real, down to the database; endpoints, names and the clock are ours. One world serves most stories, each of
/// which has a team and an endpoint of its own in it.
@NullMarked
package dev.pennypost.webhooks.scenarios;

import org.jspecify.annotations.NullMarked;
