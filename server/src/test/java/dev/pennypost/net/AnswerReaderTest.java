package dev.pennypost.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.net.Exchange.Answer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    @Test
    void readsABodyOfKnownLength() throws IOException {
        Answer answer = read("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok and more");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).contains("text/plain");
        assertThat(text(answer)).isEqualTo("ok");
        assertThat(answer.whole()).isTrue();
    }

    @Test
    void readsChunks() throws IOException {
        Answer answer = read(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n");
        assertThat(text(answer)).isEqualTo("abc0123456789");
        assertThat(answer.whole()).isTrue();
    }

    @Test
    void readsUntilTheConnectionCloses() throws IOException {
        assertThat(text(read("HTTP/1.0 500 \r\n\r\nall of it"))).isEqualTo("all of it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n012345678901234567890123456789",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n7fffffffffff\r\n5678901234567890",
                "HTTP/1.1 200 OK\r\n\r\n012345678901234567890123456789"
            })
    void leavesUnreadWhatIsTooMuch(String message) throws IOException {
        Answer answer = new AnswerReader(stream(message), 10).read("POST");
        assertThat(text(answer)).isEqualTo("0123456789");
        assertThat(answer.whole()).isFalse();
    }

    @Test
    void passesOverInterimAnswers() throws IOException {
        assertThat(
                        read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
                                .status())
                .isEqualTo(204);
    }

    @Test
    void expectsNoBodyWhereThereIsNone() throws IOException {
        assertThat(text(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n")))
                .isEmpty();
        var answer = new AnswerReader(stream("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), 100).read("HEAD");
        assertThat(text(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n"
            })
    void noticesAnAnswerThatBreaksOff(String message) {
        assertThatThrownBy(() -> read(message)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.9\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n"
            })
    void refusesWhatIsNotPlainlyRight(String message) {
        assertThatThrownBy(() -> read(message)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesHeadersWithoutEnd() {
        String endless = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000);
        assertThatThrownBy(() -> read(endless)).isInstanceOf(ProtocolException.class);
    }

    private static Answer read(String message) throws IOException {
        return new AnswerReader(stream(message), 1000).read("POST");
    }

    private static ByteArrayInputStream stream(String message) {
        return new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }
}
