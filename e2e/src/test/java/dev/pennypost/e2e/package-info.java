/// The product as its users meet it: a server started with the README's command, driven by the official SDKs and by
/// foreign mail tools.
@NullMarked
package dev.pennypost.e2e;

import org.jspecify.annotations.NullMarked;
