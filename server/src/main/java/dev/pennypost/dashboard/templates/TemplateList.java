package dev.pennypost.dashboard.templates;

import dev.pennypost.dashboard.shell.Pager;
import java.util.List;

/// The list of templates.
///
/// @param mayChange whether the visitor may make and change some
record TemplateList(List<TemplateRow> rows, Pager pager, boolean mayChange) {}
