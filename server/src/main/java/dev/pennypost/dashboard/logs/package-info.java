/// The request log: what programs asked over the API and what they were told, with filters, and one request
/// with both bodies. Nothing that somebody sent becomes part of the page but as text.
@NullMarked
package dev.pennypost.dashboard.logs;

import org.jspecify.annotations.NullMarked;
