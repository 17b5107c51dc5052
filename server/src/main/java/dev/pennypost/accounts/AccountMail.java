package dev.pennypost.accounts;

/// Sends invitations and links for new passwords by mail; whoever accepts emails implements it.
@FunctionalInterface
public interface AccountMail {
    /// Has a letter sent, only once however often it is asked for. One that is refused is given up.
    void send(Letter letter);

    /// What somebody is told.
    ///
    /// @param key the same for the same letter
    /// @param to an address
    /// @param text for nobody's eyes but theirs: it carries a link that lets them in
    record Letter(String key, String to, String subject, String text) {
        @Override
        public String toString() {
            return "letter " + key + " to " + to;
        }
    }
}
