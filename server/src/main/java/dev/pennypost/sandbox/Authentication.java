package dev.pennypost.sandbox;

import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.mail.dmarc.DmarcEvaluator;
import dev.pennypost.mail.dmarc.DmarcResult;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.mail.spf.SpfEvaluator;
import dev.pennypost.mail.spf.SpfResult;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Checks caught mail as a receiver would: with the DNS of the sandbox as it is now.
final class Authentication {
    private static final String NONE = "none";

    private final SpfEvaluator spf;
    private final DkimVerifier dkim;
    private final DmarcEvaluator dmarc;

    Authentication(Resolver resolver, InstantSource clock) {
        this.spf = new SpfEvaluator(resolver, OperatorHosts.EXCHANGER.ascii(), clock);
        this.dkim = new DkimVerifier(resolver);
        this.dmarc = new DmarcEvaluator(resolver);
    }

    Verdicts of(CaughtMail mail, byte[] raw, ParsedMessage parsed) {
        SpfResult sender = spf.check(InetAddress.ofLiteral(mail.clientIp()), mail.helo(), mail.mailFrom());
        List<DkimResult> signatures = dkim.verify(raw, mail.receivedAt());
        return new Verdicts(
                sender.verdict().word(),
                best(signatures),
                author(parsed)
                        .map(author -> dmarc.evaluate(author, sender, signatures))
                        .map(DmarcResult::word)
                        .orElse(NONE));
    }

    /// One signature that holds is enough; otherwise the topmost is the one to mend.
    private static String best(List<DkimResult> signatures) {
        return signatures.stream()
                .filter(DkimResult.Pass.class::isInstance)
                .findFirst()
                .or(() -> signatures.stream().findFirst())
                .map(DkimResult::word)
                .orElse(NONE);
    }

    /// RFC 9989 §5.3.1: nothing to evaluate unless `From` names exactly one domain.
    private static Optional<DomainName> author(ParsedMessage parsed) {
        var domains = parsed.mailboxes("From").stream()
                .map(mailbox -> mailbox.address().domain())
                .distinct()
                .toList();
        return domains.size() == 1 ? Optional.of(domains.getFirst()) : Optional.empty();
    }
}
