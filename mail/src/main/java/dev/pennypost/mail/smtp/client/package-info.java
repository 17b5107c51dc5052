/// Delivers messages over SMTP: one blocking connection that is opened, carries any number of mail transactions
/// and is closed. Everything that was said is kept as steps, and what it means for each recipient as a verdict.
/// Written for whoever decides about routes and retries; this package decides neither.
@NullMarked
package dev.pennypost.mail.smtp.client;

import org.jspecify.annotations.NullMarked;
