/// Door: the page that a share link opens. Server-rendered, without scripts, for a person who was sent a link and has
/// no key. Reads through `domains.share`; knows no database and no rule.
@NullMarked
package dev.pennypost.api.share;

import org.jspecify.annotations.NullMarked;
