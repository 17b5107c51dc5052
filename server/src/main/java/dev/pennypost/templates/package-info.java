/// Emails that customers write beforehand, with variables. A template has a version that is edited and one that is
/// sent, which publishing makes the same. Rendering puts values into the places of the sent one and escapes nothing.
@NullMarked
package dev.pennypost.templates;

import org.jspecify.annotations.NullMarked;
