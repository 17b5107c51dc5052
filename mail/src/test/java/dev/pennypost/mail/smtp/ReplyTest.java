package dev.pennypost.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void isSentLineByLine() {
        assertThat(Reply.of(250, "one", "", "two").wire()).isEqualTo("250-one\r\n250-\r\n250 two\r\n");
    }

    @Test
    void cannotBeMadeToSayMoreThanItsLines() {
        assertThat(Reply.of(550, "no\r\n250 yes\u0000").wire()).isEqualTo("550 no??250 yes?\r\n");
    }
}
