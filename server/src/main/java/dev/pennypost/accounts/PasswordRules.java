package dev.pennypost.accounts;

import dev.pennypost.config.Secret;
import dev.pennypost.mail.address.Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a password must be. No rules about digits and signs: they make people choose worse (NIST SP 800-63B §3.1.1.2).
final class PasswordRules {
    static final int LEAST = 10;
    static final int MOST = 256;
    private static final int LEAST_DIFFERENT = 4;

    /// What is left of the passwords that are tried first, when those are taken out that are too short or walk along
    /// rows.
    private static final Set<String> COMMON = Set.of(
            "administrator",
            "changeme123",
            "changemenow",
            "football123",
            "iloveyou123",
            "iloveyou1234",
            "letmein123",
            "letmein1234",
            "michael123",
            "p@ssw0rd123",
            "passw0rd123",
            "password01",
            "password10",
            "password11",
            "password12",
            "password123",
            "password1234",
            "password12345",
            "password123456",
            "password!1",
            "password1!",
            "password123!",
            "passwordpassword",
            "pennypost1",
            "pennypost123",
            "pennypostpennypost",
            "princess123",
            "q1w2e3r4t5",
            "q1w2e3r4t5y6",
            "qwerty12345",
            "qwerty123456",
            "qwertyqwerty",
            "1q2w3e4r5t",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "1qazxsw23edc",
            "abc1234567",
            "abcd123456",
            "admin12345",
            "admin123456",
            "adminadmin",
            "sunshine123",
            "superman123",
            "trustno1trustno1",
            "welcome123",
            "welcome1234",
            "zaq12wsxcde3");

    private static final List<String> ROWS = List.of(
            "01234567890123456789",
            "abcdefghijklmnopqrstuvwxyz",
            "qwertyuiopasdfghjklzxcvbnm",
            "qwertzuiopasdfghjklyxcvbnm",
            "azertyuiopqsdfghjklmwxcvbn");

    private PasswordRules() {}

    static Optional<AccountProblem> problem(Secret password, Address address) {
        String text = password.reveal();
        if (characters(text) < LEAST) return Optional.of(new AccountProblem.PasswordTooShort(LEAST));
        if (isTooLong(password)) return Optional.of(new AccountProblem.PasswordTooLong(MOST));
        if (isAddress(text, address)) return Optional.of(new AccountProblem.PasswordIsAddress());
        return isCommon(text) ? Optional.of(new AccountProblem.PasswordIsCommon()) : Optional.empty();
    }

    static boolean isTooLong(Secret password) {
        return characters(password.reveal()) > MOST;
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isAddress(String text, Address address) {
        return text.equalsIgnoreCase(address.toString())
                || text.equalsIgnoreCase(address.unicode())
                || text.equalsIgnoreCase(address.localPart());
    }

    private static boolean isCommon(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return COMMON.contains(small)
                || small.codePoints().distinct().count() < LEAST_DIFFERENT
                || ROWS.stream().anyMatch(row -> row.contains(small) || reversed(row).contains(small));
    }

    private static String reversed(String row) {
        return new StringBuilder(row).reverse().toString();
    }
}
