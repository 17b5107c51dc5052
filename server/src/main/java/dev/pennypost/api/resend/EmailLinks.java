package dev.pennypost.api.resend;

import dev.pennypost.api.http.Request;
import dev.pennypost.emails.AttachmentLinks;
import java.util.function.Function;

/// The links to emails that this API gives out.
///
/// @param origin where whoever made a request reaches us, without a slash at the end
public record EmailLinks(AttachmentLinks attachments, Function<Request, String> origin) {}
