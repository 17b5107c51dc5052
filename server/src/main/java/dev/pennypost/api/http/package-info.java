/// HTTP for every dialect: routing, authentication, reading and writing JSON, paging. Handlers see [Request] and
/// [Response], never the web server beneath.
@NullMarked
package dev.pennypost.api.http;

import org.jspecify.annotations.NullMarked;
