package dev.pennypost.dashboard.shell;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// The templates, which were made classes when the product was built.
public final class Views {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.pennypost.dashboard");

    /// The HTML of a template with its parameters.
    public String render(String template, Map<String, Object> parameters) {
        var html = new StringOutput(16 * 1024);
        engine.render(template, parameters, html);
        return html.toString();
    }
}
