package dev.pennypost.domains.provider;

import dev.pennypost.mail.dns.DomainName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds who a server belongs to: the longest suffix of its name that is known decides, and an expression, which
/// starts with `^` and describes whole names, is better than any suffix.
record ServerNames<T>(List<Known<T>> known) {
    private static final int WHOLE_NAME = Integer.MAX_VALUE;

    /// One way to recognise somebody's servers.
    ///
    /// @param weight the length of the suffix
    record Known<T>(Pattern pattern, int weight, T owner) {
        static <T> Known<T> of(String text, T owner) {
            boolean expression = text.startsWith("^");
            String regex = expression ? text : "(.*\\.)?" + Pattern.quote(text);
            return new Known<>(Pattern.compile(regex), expression ? WHOLE_NAME : text.length(), owner);
        }

        boolean matches(DomainName server) {
            return pattern.matcher(server.ascii()).matches();
        }
    }

    Optional<T> of(DomainName server) {
        return known.stream()
                .filter(known -> known.matches(server))
                .max(Comparator.comparingInt(Known::weight))
                .map(Known::owner);
    }
}
