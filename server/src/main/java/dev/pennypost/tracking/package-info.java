/// Tells that emails were read, and tells the truth. It puts links and an image of its own into the HTML of each
/// recipient's copy, takes the visits they bring, and keeps those of machines apart from those of people. What people
/// did is told, counted, and moves the emails' last events in the transaction that stores it.
@NullMarked
package dev.pennypost.tracking;

import org.jspecify.annotations.NullMarked;
