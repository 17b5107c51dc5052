package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.shell.Pager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the mail.
///
/// @param live where new mail is told; null on pages that it does not appear on
record MailList(
        List<MailRow> rows,
        String search,
        Pager pager,
        String export,
        @Nullable String live,
        boolean mayDelete) {}
