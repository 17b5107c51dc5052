package dev.pennypost.templates;

import dev.pennypost.templates.TemplateProblem.Flaw;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values of variables: which are taken, and how they read in an email.
final class Values {
    private static final int LONGEST = 2000;
    private static final double LARGEST = (1L << 53) - 1;

    private Values() {}

    /// What is wrong with a value, if anything.
    ///
    /// @param type null when the variable was not declared
    static Optional<Flaw> flaw(@Nullable VariableType type, Object value) {
        return switch (value) {
            case String text when type != VariableType.NUMBER -> flaw(text);
            case Number number when type != VariableType.STRING -> flaw(number);
            default -> Optional.of(expected(type));
        };
    }

    /// The value as it stands in an email: a string as it is, a number in plain digits, without a fraction that says
    /// nothing.
    static String text(Object value) {
        return value instanceof Number number ? digits(number.doubleValue()) : value.toString();
    }

    private static Optional<Flaw> flaw(String text) {
        if (text.length() > LONGEST) return Optional.of(Flaw.TOO_LONG);
        return text.indexOf('\0') >= 0 ? Optional.of(Flaw.HAS_NUL) : Optional.empty();
    }

    private static Optional<Flaw> flaw(Number number) {
        // not a number is not within either
        boolean isWithin = Math.abs(number.doubleValue()) <= LARGEST;
        return isWithin ? Optional.empty() : Optional.of(Flaw.OUT_OF_RANGE);
    }

    private static Flaw expected(@Nullable VariableType type) {
        return switch (type) {
            case STRING -> Flaw.NOT_A_STRING;
            case NUMBER -> Flaw.NOT_A_NUMBER;
            case null -> Flaw.NEITHER;
        };
    }

    private static String digits(double number) {
        if (number == 0) return "0"; // stripTrailingZeros keeps the scale of a zero, and zero may have a sign
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
