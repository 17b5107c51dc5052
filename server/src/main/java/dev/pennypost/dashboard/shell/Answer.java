package dev.pennypost.dashboard.shell;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a page's handler wants the visitor to get.
public sealed interface Answer {
    static Answer page(String template, Object model) {
        return new Page(200, template, model);
    }

    /// A page again, with what was wrong with what was filled in.
    static Answer refused(String template, Object model) {
        return new Page(422, template, model);
    }

    static Answer part(String template, Object model) {
        return new Part(template, model);
    }

    static Answer to(String path) {
        return new Elsewhere(path, null);
    }

    /// Leads to another page, which says once what was done.
    static Answer to(String path, String said) {
        return new Elsewhere(path, said);
    }

    static Answer missing() {
        return new Missing();
    }

    /// A whole page.
    ///
    /// @param template below `jte/`, with the parameters `chrome` and `model`
    record Page(int status, String template, Object model) implements Answer {}

    /// A part of a page that is open.
    record Part(String template, Object model) implements Answer {}

    /// Another page (RFC 9110 §15.4.4), so that reloading does not send a form again.
    record Elsewhere(String path, @Nullable String said) implements Answer {}

    /// Nothing that the team has.
    record Missing() implements Answer {}

    /// A file to keep.
    record File(String name, String type, byte[] content) implements Answer {}

    /// HTML of a stranger, for a frame: nothing in it runs, loads or leads anywhere.
    ///
    /// @param images whether images may be loaded from where they say
    record Foreign(String html, boolean images) implements Answer {}

    /// A list as comma-separated values (RFC 4180), written while it is read.
    record Table(String name, List<String> header, Stream<List<String>> rows) implements Answer {}

    /// Parts of a page for as long as there is something to tell.
    record Live(Teller teller) implements Answer {}
}
