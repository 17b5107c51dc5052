package dev.pennypost.returnpath;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.server.Client;
import dev.pennypost.mail.smtp.server.MailHandler;
import java.util.List;

/// Receives mail for whoever of several takes it, and relays none.
///
/// @param all asked in their order
record Reception(List<Recipients> all) implements MailHandler {
    private static final Reply OK = Reply.of(250, "2.1.5 ok");
    private static final Reply NOBODY = Reply.of(550, "5.1.1 there is no such mailbox here");
    private static final Reply TAKEN = Reply.of(250, "2.0.0 ok");

    Reception {
        all = List.copyOf(all);
    }

    @Override
    public Reply rcptTo(Client client, String reversePath, String forwardPath) {
        return switch (answer(forwardPath)) {
            case Recipients.Answer.Taken _ -> OK;
            case Recipients.Answer.Refused(var why) -> why;
            case Recipients.Answer.Foreign _ -> NOBODY;
        };
    }

    /// One reply stands for all recipients, so the first that does not take it decides; the others will get
    /// the same message again, which is once for them.
    @Override
    public Reply data(Client client, Envelope envelope, byte[] message) {
        for (String recipient : envelope.recipients())
            if (answer(recipient) instanceof Recipients.Answer.Taken(var taker)) {
                Reply reply = taker.take(client, envelope.reversePath(), message);
                if (!reply.isPositive()) return reply;
            }
        return TAKEN;
    }

    private Recipients.Answer answer(String address) {
        return all.stream()
                .map(some -> some.of(address))
                .filter(answer -> !(answer instanceof Recipients.Answer.Foreign))
                .findFirst()
                .orElseGet(Recipients.Answer.Foreign::new);
    }
}
