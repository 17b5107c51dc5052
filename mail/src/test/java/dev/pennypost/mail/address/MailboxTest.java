package dev.pennypost.mail.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "a@b.example                                 | -               | a@b.example",
                "<a@b.example>                               | -               | a@b.example",
                "< a@b.example >                             | -               | a@b.example",
                "Ada <a@b.example>                           | Ada             | a@b.example",
                "Ada<a@b.example>                            | Ada             | a@b.example",
                "Ada   Lovelace  <a@b.example>               | Ada Lovelace    | a@b.example",
                "\"Quoted, Name\" <a@b.example>              | Quoted, Name    | a@b.example",
                "\"A \\\"B\\\" \\\\ C\" <a@b.example>        | A \"B\" \\ C    | a@b.example",
                "\"two  spaces\" <a@b.example>               | two  spaces     | a@b.example",
                "\"ada@other.example\" <a@b.example>         | ada@other.example | a@b.example",
                "\"\" <a@b.example>                          | -               | a@b.example",
                "Ada \"the Countess\" Lovelace <a@b.example> | Ada the Countess Lovelace | a@b.example",
                "Acme, Inc. <a@b.example>                    | Acme, Inc.      | a@b.example",
                "Re: [Acme]; sales! <a@b.example>            | Re: [Acme]; sales! | a@b.example",
                "Bob @ Acme <a@b.example>                    | Bob @ Acme      | a@b.example",
                "@acme <a@b.example>                         | @acme           | a@b.example",
                "Müller 株式会社 🎉 <a@b.example>             | Müller 株式会社 🎉 | a@b.example",
                "=?UTF-8?Q?M=C3=BCller?= <a@b.example>       | Müller          | a@b.example",
                "=?utf-8?b?TcO8?= =?utf-8?b?bGxlcg==?= <a@b.example> | Müller  | a@b.example",
                "=?ISO-8859-1?Q?Andr=E9?= Pirard <a@b.example> | André Pirard  | a@b.example",
                "Ada (the Countess) Lovelace <a@b.example>   | Ada Lovelace    | a@b.example",
                "(nested (comment) \\) here) a@b.example     | -               | a@b.example",
                "a@b.example (Ada)                           | -               | a@b.example",
                "Ada <a(x)@(y)b.example> (z)                 | Ada             | a@b.example",
                "a @ b.example                               | -               | a@b.example",
                "\"a <b> @c\"@d.example                      | -               | \"a <b> @c\"@d.example",
                "X <\"a > b\"@d.example>                     | X               | \"a > b\"@d.example",
                "Info <info@bücher.example>                  | Info            | info@xn--bcher-kva.example",
                "用户 <用户@例子.example>                      | 用户            | 用户@xn--fsqu00a.example",
            })
    void readsEveryFormPeopleWrite(String text, String name, String address) {
        var mailbox = Mailbox.parse(text);
        assertThat(mailbox.displayName()).isEqualTo(name);
        assertThat(mailbox.address()).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a@b.example, c@d.example              | more than one address",
                "a@b.example c@d.example               | more than one address",
                "a@b.example, Ada <c@d.example>        | more than one address",
                "a@b.example <c@d.example>             | more than one address",
                "Ada <a@b.example>, Bob <c@d.example>  | more than one address",
                "Ada <a@b.example> c@d.example         | more than one address",
                "<a@b.example><c@d.example>            | more than one address",
                "<a@b.example, c@d.example>            | more than one address",
                "Ada <a@b.example>,                    | text after",
                "Ada <a@b.example> Lovelace            | text after",
                "Ada <a@b.example                      | angle bracket",
                "Ada a@b.example                       | needs quoting",
                "\"Ada\" a@b.example                   | badly quoted",
                "Ada <>                                | no @",
                "Ada                                   | no @",
                "Ada <ada>                             | no @",
                "Ada <@b.example>                      | no local part",
                "Ada <a@>                              | no domain",
                "Ada <<a@b.example>>                   | text after",
                "\"Ada <a@b.example>                   | quotation mark",
                "Ada (x <a@b.example>                  | parenthesis",
                "Friends: a@b.example;                 | needs quoting",
                "Ada <@relay.example:a@b.example>      | more than one address",
                "=?UTF-8?Q?A=0D=0ABcc:_x?= <a@b.example> | control character",
            })
    void saysWhatIsWrong(String text, String why) {
        assertThatExceptionOfType(BadAddress.class)
                .isThrownBy(() -> Mailbox.parse(text))
                .satisfies(bad -> assertThat(bad.why()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(chars = {'\r', '\n', '\0', '\t', '\u001b', '\u007f', '\u0085', '\u2028', '\ud800'})
    void refusesControlCharactersAnywhere(char control) {
        for (String form : new String[] {
            "_Ada <a@b.example>",
            "\"A_\" <a@b.example>",
            "A (_) <a@b.example>",
            "A <a_@b.example>",
            "A <a@b.example>_",
            "\"A\\_\" <a@b.example>"
        }) {
            assertThatExceptionOfType(BadAddress.class)
                    .isThrownBy(() -> Mailbox.parse(form.replace('_', control)))
                    .satisfies(bad -> assertThat(bad.why()).contains("control character"));
        }
        assertThatExceptionOfType(BadAddress.class)
                .isThrownBy(() -> new Mailbox("A" + control, Address.parse("a@b.example")));
    }

    @Test
    void takesAnAddressThatIsItsOwnName() {
        var mailbox = Mailbox.parse("me@x.test <me@x.test>");

        assertThat(mailbox.address()).isEqualTo(Address.parse("me@x.test"));
        assertThat(Mailbox.parse(mailbox.toHeader())).isEqualTo(mailbox);
        assertThatThrownBy(() -> Mailbox.parse("me@x.test <you@x.test>")).isInstanceOf(BadAddress.class);
    }

    @Test
    void refusesNothingAtAll() {
        assertThatExceptionOfType(BadAddress.class).isThrownBy(() -> Mailbox.parse(""));
        assertThatExceptionOfType(BadAddress.class).isThrownBy(() -> Mailbox.parse("  "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example",
                "Ada Lovelace <a@b.example>",
                "Acme Inc. <a@b.example>",
                "\"Acme, Inc.\" <a@b.example>",
                "Müller & Söhne <info@bücher.example>",
                "\"A \\\"B\\\" \\\\ C\" <a@b.example>",
                "\"=?UTF-8?Q?x?=\" <a@b.example>",
                "\"a  b\" <a@b.example>",
            })
    void showsPeopleWhatTheyWrote(String text) {
        assertThat(Mailbox.parse(text).toHeader()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme, Inc. <a@b.example>", "A (b) C <a@b.example>", "B @ A <\"x y\"@b.example>"})
    void readsBackWhatItShows(String text) {
        var mailbox = Mailbox.parse(text);
        assertThat(Mailbox.parse(mailbox.toHeader())).isEqualTo(mailbox);
    }
}
