package dev.pennypost.mail.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xbill.DNS.Message;

/// An authoritative server without sockets: what a [DnsServer] with these zones would say. Query and response go
/// through their wire forms.
public record InMemoryServer(ZoneSource zones) {
    public ServerReply.Response answer(Question question) {
        byte[] query = Messages.query(question, 0, true).toWire();
        byte[] response = new Responder(zones)
                .respond(query, Responder.Transport.TCP)
                .orElseThrow(() -> new IllegalStateException("no response to " + question));
        try {
            return Messages.read(new Message(response));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
