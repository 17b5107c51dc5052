package dev.pennypost.mail.dmarc;

import java.util.Set;

/// Whether a message is from the domain in its `From` (RFC 9989 §5.3).
public sealed interface DmarcResult {
    /// The word for `Authentication-Results`.
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _ -> "fail";
            case None _ -> "none";
            case TempError _ -> "temperror";
        };
    }

    /// At least one mechanism vouches for the author's domain.
    record Pass(DmarcPolicy.Found policy, Set<Mechanism> alignedBy) implements DmarcResult {
        public Pass {
            alignedBy = Set.copyOf(alignedBy);
        }
    }

    /// None does; `policy.request()` says what the domain's owner wants done.
    record Fail(DmarcPolicy.Found policy) implements DmarcResult {}

    /// The domain has no policy that applies.
    record None(DmarcPolicy policy) implements DmarcResult {}

    /// DNS did not answer, so that the message neither passes nor fails.
    record TempError(String why) implements DmarcResult {}

    enum Mechanism {
        DKIM,
        SPF
    }
}
