/// The door for what comes back: an SMTP server that return paths' MX records lead to. It takes mail for
/// reverse paths that we made and for the address that providers send complaints to, has it read and worked, and
/// keeps what is for the postmaster; it knows no other recipient. Who else wants to receive mail at this port says so
/// as one of its [Recipients].
@NullMarked
package dev.pennypost.returnpath;

import org.jspecify.annotations.NullMarked;
