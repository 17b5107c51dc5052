package dev.pennypost.mail.dkim;

import dev.pennypost.mail.dns.DomainName;
import org.jspecify.annotations.Nullable;

/// What became of one signature, in the words of RFC 8601 §2.7.1. A message without signatures has no results,
/// which is what that section calls `none`.
public sealed interface DkimResult {
    /// Who signed, as far as the signature could be read.
    Signer signer();

    /// The word for `Authentication-Results`.
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _ -> "fail";
            case Neutral _ -> "neutral";
            case PermError _ -> "permerror";
            case TempError _ -> "temperror";
        };
    }

    /// The signature holds: the domain answers for this message.
    record Pass(Signer signer) implements DkimResult {}

    /// The message is not what was signed, or the signature is too old or too weak to be believed.
    record Fail(Signer signer, DkimReason why) implements DkimResult {}

    /// The signature failed while its domain is only testing (`t=y`): as good as unsigned (RFC 6376 §3.6.1).
    record Neutral(Signer signer, DkimReason why) implements DkimResult {}

    /// Signature or key record are in a state that trying again won't mend.
    record PermError(Signer signer, DkimReason why) implements DkimResult {}

    /// The key could not be had now; a later try may succeed.
    record TempError(Signer signer, DkimReason why, String detail) implements DkimResult {}

    /// The names in a signature.
    ///
    /// @param domain `d=`, null when missing or no domain name
    /// @param selector `s=`, empty when missing
    /// @param identity `i=`, the domain with an `@` before it when absent
    /// @param algorithm `a=` as written
    /// @param signature the first octets of `b=`, which tell several signatures of one domain apart (RFC 6008)
    record Signer(@Nullable DomainName domain, String selector, String identity, String algorithm, String signature) {
        static final Signer UNKNOWN = new Signer(null, "", "", "", "");
    }
}
