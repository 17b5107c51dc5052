@NullMarked
package dev.pennypost.mail.smtp;

import org.jspecify.annotations.NullMarked;
