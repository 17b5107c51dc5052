package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Pager;
import java.util.List;

/// The list of endpoints.
record WebhooksPage(List<WebhookView> webhooks, boolean mayManage, Pager pager) {}
