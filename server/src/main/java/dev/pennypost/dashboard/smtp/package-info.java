/// SMTP: what a mail program is told to hand in messages, as credentials and as configuration of common
/// programs. The password is an API key for sending, which is made here.
@NullMarked
package dev.pennypost.dashboard.smtp;

import org.jspecify.annotations.NullMarked;
