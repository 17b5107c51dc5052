package dev.pennypost.delivery.replies;

import dev.pennypost.domains.AuthenticationFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a refusal was understood to mean.
///
/// @param rule the name of the rule that matched, stable and without spaces
/// @param isFinal whether no later attempt will fare better
/// @param fault what of the sending domain's authentication failed; null in other categories
/// @param retryHint how long the server asks us to wait
public record ReplyReading(
        ReplyCategory category,
        String rule,
        boolean isFinal,
        @Nullable AuthenticationFault fault,
        SiteAdvice advice,
        Optional<RetryHint> retryHint) {

    /// What we found out ourselves, for good, without a server to say it.
    public static ReplyReading ours(ReplyCategory category, String rule) {
        return new ReplyReading(category, rule, true, null, SiteAdvice.NONE, Optional.empty());
    }

    /// Whether nothing more should be sent to the recipient because of this alone.
    public boolean suppressesAtOnce() {
        return isFinal && category.suppressesAtOnce();
    }
}
