package dev.pennypost.mail.dmarc;

import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dmarc.DmarcResult.Mechanism;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.spf.SpfResult;
import dev.pennypost.mail.spf.SpfVerdict;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares what SPF and DKIM found with the domain in `From` (RFC 9989 §5.3). Holds nothing but its resolver, safe to
/// share.
public final class DmarcEvaluator {
    private final Resolver resolver;

    public DmarcEvaluator(Resolver resolver) {
        this.resolver = resolver;
    }

    /// @param author the domain of the one address in `From`; for a message with none or with several domains there
    ///     is nothing to evaluate (RFC 9989 §5.3.1)
    /// @param spf the check of the reverse path, or of the HELO name when that is empty
    /// @param dkim one result for each signature
    public DmarcResult evaluate(DomainName author, SpfResult spf, List<DkimResult> dkim) {
        return switch (DmarcPolicy.discover(author, resolver)) {
            case DmarcPolicy.Unknown(String why) -> new DmarcResult.TempError(why);
            case DmarcPolicy.Absent absent -> new DmarcResult.None(absent);
            case DmarcPolicy.Unusable unusable -> new DmarcResult.None(unusable);
            case DmarcPolicy.Found policy -> new Evaluation(author, policy, spf, dkim).result();
        };
    }

    private final class Evaluation {
        private final DomainName author;
        private final DmarcPolicy.Found policy;
        private final SpfResult spf;
        private final List<DkimResult> dkim;
        private final Map<DomainName, DomainName> organizations = new HashMap<>();

        Evaluation(DomainName author, DmarcPolicy.Found policy, SpfResult spf, List<DkimResult> dkim) {
            this.author = author;
            this.policy = policy;
            this.spf = spf;
            this.dkim = dkim;
        }

        DmarcResult result() {
            try {
                var aligned = aligned(SpfVerdict.PASS, DkimResult.Pass.class);
                if (!aligned.isEmpty()) return new DmarcResult.Pass(policy, aligned);
                // RFC 9989 §5.3.6: without an answer that might have passed there is no failure. Only names that would
                // align count, or a stranger's broken DNS could be borrowed to escape a policy.
                if (!aligned(SpfVerdict.TEMPERROR, DkimResult.TempError.class).isEmpty())
                    return new DmarcResult.TempError("SPF or DKIM could not be checked for want of DNS");
                return new DmarcResult.Fail(policy);
            } catch (TreeWalk.Interrupted interrupted) {
                return new DmarcResult.TempError(interrupted.why());
            }
        }

        private Set<Mechanism> aligned(SpfVerdict verdict, Class<? extends DkimResult> kind)
                throws TreeWalk.Interrupted {
            var found = EnumSet.noneOf(Mechanism.class);
            if (spf.verdict() == verdict
                    && isAligned(spf.domain(), policy.record().spf())) found.add(Mechanism.SPF);
            for (var result : dkim) {
                if (kind.isInstance(result)
                        && isAligned(result.signer().domain(), policy.record().dkim())) found.add(Mechanism.DKIM);
            }
            return found;
        }

        private boolean isAligned(@Nullable DomainName domain, Alignment alignment) throws TreeWalk.Interrupted {
            if (author.equals(domain)) return true;
            return domain != null
                    && alignment == Alignment.RELAXED
                    && organization(domain).equals(organization(author));
        }

        private DomainName organization(DomainName domain) throws TreeWalk.Interrupted {
            var known = organizations.get(domain);
            if (known != null) return known;
            var walked = TreeWalk.from(domain, resolver).organizationalDomain();
            organizations.put(domain, walked);
            return walked;
        }
    }
}
