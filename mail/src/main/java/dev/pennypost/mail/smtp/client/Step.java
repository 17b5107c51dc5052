package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One thing said in a session and what came back.
///
/// @param command as sent, without line end; the message is replaced by its size; empty where SMTP sends
/// nothing (connecting, waiting for the greeting, the TLS handshake)
/// @param reply null where none is due (connecting, handshake) or none came
/// @param took from sending to the complete reply; commands of one pipelined batch start together
public record Step(Phase phase, String command, @Nullable Reply reply, Duration took) {}
