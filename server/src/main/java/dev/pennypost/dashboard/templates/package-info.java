/// The pages of templates: emails written beforehand. A template's page shows it with values that somebody tries, says
/// which are missing, and sends a test to whoever looks at it. What is edited is sent only once it is published.
@NullMarked
package dev.pennypost.dashboard.templates;

import org.jspecify.annotations.NullMarked;
