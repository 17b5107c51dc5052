@NullMarked
package dev.pennypost.mail.smtp.client;

import org.jspecify.annotations.NullMarked;
