package dev.pennypost.dashboard.keys;

import dev.pennypost.dashboard.shell.Pager;
import java.util.List;

/// The list of keys.
record KeysPage(List<KeyView> keys, boolean mayManage, Pager pager) {}
