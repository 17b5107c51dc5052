/// The keys a domain's mail is signed with, and the life of each: made or brought along, seen in DNS, used, kept
/// published for mail that is still on its way, destroyed. For `domains`, which plans their records. No key signs
/// before DNS was seen to serve it.
@NullMarked
package dev.pennypost.domains.signing;

import org.jspecify.annotations.NullMarked;
