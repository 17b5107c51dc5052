/// The ground that the dashboard's pages stand on: who visits, on behalf of which team, what they may, and how a page
/// goes back. A section registers its pages at a [dev.pennypost.dashboard.shell.Desk] and never sees cookies, sessions
/// or markup that all pages share.
@NullMarked
package dev.pennypost.dashboard.shell;

import org.jspecify.annotations.NullMarked;
