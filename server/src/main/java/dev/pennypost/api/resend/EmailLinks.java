package dev.pennypost.api.resend;

import dev.pennypost.api.http.Request;
import dev.pennypost.emails.AttachmentLinks;
import dev.pennypost.emails.EmailShares;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The links to emails that this API gives out.
///
/// @param origin where whoever made a request reaches us, without a slash at the end
///
/// @param sharePage the path of the page of a link to an email
public record EmailLinks(
        AttachmentLinks attachments,
        EmailShares shares,
        UnaryOperator<String> sharePage,
        Function<Request, String> origin) {}
