@NullMarked
package dev.pennypost.mail.smtp.server;

import org.jspecify.annotations.NullMarked;
