/// Domain Connect (draft-ietf-dconn-domainconnect): the DNS host writes a domain's records itself when its owner agrees
/// on a page of that host. Finds out whether a host can, makes the signed link to its page, and generates the operator's
/// template, which hosts must have taken up before any of it works.
@NullMarked
package dev.pennypost.domains.connect;

import org.jspecify.annotations.NullMarked;
