package dev.pennypost.delivery.replies;

import dev.pennypost.domains.AuthenticationFault;
import dev.pennypost.mail.smtp.EnhancedCode;
import dev.pennypost.mail.smtp.client.Phase;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One line of a rule file.
///
/// @param phases when the reply may have come; empty for at any time
/// @param follows whether the mail is tried again
/// @param fault for [ReplyCategory#AUTHENTICATION] only
record ReplyRule(
        String name,
        Provider provider,
        Set<Phase> phases,
        CodePattern code,
        EnhancedPattern enhanced,
        TextPattern text,
        ReplyCategory category,
        Follows follows,
        @Nullable AuthenticationFault fault,
        SiteAdvice advice) {

    /// What follows for the mail.
    enum Follows {
        /// As the class of the code says: 4xx is tried again, 5xx is not.
        AS_SAID,
        /// It is tried again, even after a 5xx.
        DEFER,
        /// It is not tried again, even after a 4xx.
        BOUNCE
    }

    boolean matches(Reading reading) {
        return code.matches(reading.code)
                && (phases.isEmpty() || phases.contains(reading.phase))
                && enhanced.matches(reading.enhanced)
                && provider.has(reading.host)
                && text.matches(reading.text);
    }

    /// What is asked of rules.
    ///
    /// @param host in lower case; empty when it is not known
    /// @param code 0 when it is not known
    /// @param text on one line, not longer than is looked at
    record Reading(
            String host, Phase phase, int code, @Nullable EnhancedCode enhanced, String text) {}
}
