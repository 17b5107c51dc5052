package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.report.Action;
import dev.pennypost.mail.report.ReportedRecipient;
import dev.pennypost.mail.smtp.EnhancedCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReadingTest {
    @ParameterizedTest
    @CsvSource({
        "5.1.1, smtp; 550 5.1.1 unknown, NO_SUCH_RECIPIENT",
        "5.1.2,, NO_SUCH_RECIPIENT",
        "5.1.10,, NO_SUCH_RECIPIENT",
        "5.2.1,, NO_SUCH_RECIPIENT",
        "5.7.13,, NO_SUCH_RECIPIENT",
        "5.0.0, smtp; 550 5.1.1 unknown, NO_SUCH_RECIPIENT",
        "5.1.1, smtp; 550 5.7.1 blocked, REFUSED",
        "5.1.8,, REFUSED",
        "5.0.0,, REFUSED",
        "5.7.1,, REFUSED",
        "5.2.2,, MAILBOX_FULL",
        "4.2.2,, MAILBOX_FULL",
        "5.3.4,, MESSAGE_TOO_LARGE",
        "5.2.3,, MESSAGE_TOO_LARGE",
        "5.6.0,, CONTENT_REFUSED",
        "4.4.7,, EXPIRED",
        "4.1.1,, EXPIRED",
        ", smtp; 550 no, REFUSED",
        ", smtp; 451 later, EXPIRED",
        ", mailbox moved to the moon, UNDETERMINED",
        ",, UNDETERMINED",
        "2.0.0,, UNDETERMINED"
    })
    void readsTheCodeThatSaysMost(String status, String diagnostic, ReturnMeaning expected) {
        EnhancedCode code = status == null ? null : EnhancedCode.leading(status).orElseThrow();
        var failed = new ReportedRecipient("ada@dest.test", null, Action.FAILED, code, diagnostic, null);

        assertThat(new StatusReading().of(failed)).isEqualTo(expected);
    }
}
