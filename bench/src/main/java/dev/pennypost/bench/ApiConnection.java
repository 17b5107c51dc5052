package dev.pennypost.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A connection to the API that is kept for as long as the server likes, and opened anew then.
final class ApiConnection implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final URI api;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    ApiConnection(URI api) {
        this.api = api;
    }

    /// Asks, and waits for the answer.
    Answer ask(byte[] request) throws IOException {
        Socket open = socket == null ? connect() : socket;
        InputStream answers = in == null ? new BufferedInputStream(open.getInputStream(), BUFFER) : in;
        socket = open;
        in = answers;
        open.getOutputStream().write(request);
        Answer answer = Answer.read(answers);
        if (answer.isLast()) close();
        return answer;
    }

    private Socket connect() throws IOException {
        var opened = new Socket();
        opened.connect(new InetSocketAddress(api.getHost(), api.getPort()));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return opened;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) socket.close();
        socket = null;
        in = null;
    }
}
