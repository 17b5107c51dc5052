package dev.pennypost.webhooks;

/// Sends notices about webhooks by mail; whoever accepts emails implements it.
@FunctionalInterface
public interface NoticeMail {
    /// Has a notice sent, only once however often it is asked for. One that is refused is given up.
    void send(Notice notice);

    /// What a team is told.
    ///
    /// @param key the same for the same notice
    /// @param to an address
    record Notice(String key, String to, String subject, String text) {}
}
