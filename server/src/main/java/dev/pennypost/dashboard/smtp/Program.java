package dev.pennypost.dashboard.smtp;

import java.util.List;

/// The configuration of a program that hands in messages.
record Program(String id, String name, String where, String text) {
    /// @param from an address at a domain of the team
    static List<Program> all(Entrance at, String password, String from, String to) {
        String host = at.host();
        int port = at.port();
        boolean tls = at.implicitTls();
        return List.of(
                new Program("nodemailer", "Nodemailer", "mail.js", """
                        import nodemailer from 'nodemailer';

                        const mail = nodemailer.createTransport({
                          host: '%s',
                          port: %d,
                          secure: %s,
                          auth: { user: 'resend', pass: '%s' },
                        });
                        await mail.sendMail({
                          from: '%s',
                          to: '%s',
                          subject: 'Hello',
                          text: 'It works.',
                        });""".formatted(host, port, tls, password, from, to)),
                new Program("swaks", "swaks", "on a terminal", """
                        swaks --server %s:%d %s --auth PLAIN --auth-user resend \\
                          --auth-password '%s' \\
                          --from %s --to %s --header 'Subject: Hello' --body 'It works.'""".formatted(host, port, tls ? "--tls-on-connect" : "--tls", password, from, to)),
                new Program("postfix", "Postfix", "/etc/postfix/main.cf, then sasl_passwd", """
                        # main.cf
                        relayhost = [%s]:%d
                        smtp_sasl_auth_enable = yes
                        smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
                        smtp_sasl_security_options = noanonymous
                        smtp_tls_security_level = encrypt
                        %ssmtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt

                        # sasl_passwd, then: postmap /etc/postfix/sasl_passwd && postfix reload
                        [%s]:%d resend:%s""".formatted(host, port, tls ? "smtp_tls_wrappermode = yes\n" : "", host, port, password)),
                new Program("django", "Django", "settings.py", """
                        EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
                        EMAIL_HOST = "%s"
                        EMAIL_PORT = %d
                        EMAIL_USE_TLS = %s
                        EMAIL_USE_SSL = %s
                        EMAIL_HOST_USER = "resend"
                        EMAIL_HOST_PASSWORD = "%s"
                        DEFAULT_FROM_EMAIL = "%s\"""".formatted(host, port, tls ? "False" : "True", tls ? "True" : "False", password, from)),
                new Program("laravel", "Laravel", ".env", """
                        MAIL_MAILER=smtp
                        MAIL_SCHEME=%s
                        MAIL_HOST=%s
                        MAIL_PORT=%d
                        MAIL_USERNAME=resend
                        MAIL_PASSWORD=%s
                        MAIL_FROM_ADDRESS=%s""".formatted(tls ? "smtps" : "smtp", host, port, password, from)));
    }
}
