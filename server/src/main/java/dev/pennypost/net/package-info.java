/// Connections to places a customer chose: which addresses may be dialled at all, and an HTTP client that dials exactly
/// the address it has checked, for webhooks, attachments fetched by URL and mail exchangers. Also which of our own
/// addresses can be listened on, and the certificates shown there. Knows no feature.
@NullMarked
package dev.pennypost.net;

import org.jspecify.annotations.NullMarked;
