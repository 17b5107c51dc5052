package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Pager;
import java.util.List;

/// The list of endpoints.
///
/// @param chrome of the moment that times are counted from
/// @param isNewest whether these are the newest of all, which change by themselves
record WebhooksPage(Chrome chrome, List<WebhookView> webhooks, boolean mayManage, Pager pager, boolean isNewest) {}
