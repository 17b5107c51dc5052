/// Tests that walk the whole dashboard: what one page promises has to hold for all of them, and for those to come.
@NullMarked
package dev.pennypost.dashboard.walk;

import org.jspecify.annotations.NullMarked;
