package dev.pennypost.mail.smtp.client;

/// Who we are to a server that takes mail only from those it knows (RFC 4954). Prints without the password.
public record SmtpLogin(String user, String password) {
    @Override
    public String toString() {
        return user + ":•••";
    }
}
