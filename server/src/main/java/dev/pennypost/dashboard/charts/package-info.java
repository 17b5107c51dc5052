/// Small charts, drawn by the server as SVG: bars and lines over periods. Each says in words what it shows,
/// and the same figures can be had as a table.
@NullMarked
package dev.pennypost.dashboard.charts;

import org.jspecify.annotations.NullMarked;
