package dev.pennypost.dashboard.domains;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the domain in what people paste where a domain is asked for.
final class NameAdvice {
    /// A web address or a mail address around a name.
    private static final Pattern WRAPPED = Pattern.compile(
            "(?:[a-z]+://)?(?:[^/@\\s]*@)?([^/:?#@\\s]+?)\\.?(?::\\d+)?(?:[/?#].*)?", Pattern.CASE_INSENSITIVE);

    private NameAdvice() {}

    /// The name that was meant, if it is another than what was typed.
    static Optional<String> meant(String typed) {
        Matcher wrapped = WRAPPED.matcher(typed.strip().replaceAll("\\s+", "").replaceAll(",", "."));
        if (!wrapped.matches() || wrapped.group(1).equals(typed)) return Optional.empty();
        try {
            var name = DomainName.parse(wrapped.group(1));
            return name.labels().size() < 2 ? Optional.empty() : Optional.of(name.unicode());
        } catch (BadDomainName noName) {
            return Optional.empty();
        }
    }
}
