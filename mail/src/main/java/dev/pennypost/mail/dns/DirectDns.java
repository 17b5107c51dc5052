package dev.pennypost.mail.dns;

import java.net.InetSocketAddress;

/// Asks one DNS server one question and reports what it said, whatever that was. For whoever must know what a
/// certain server serves; whoever only wants an answer asks a [Resolver]. Blocks; never throws for what the network
/// did; keeps nothing between questions.
@FunctionalInterface
public interface DirectDns {
    ServerReply ask(InetSocketAddress server, Question question);
}
