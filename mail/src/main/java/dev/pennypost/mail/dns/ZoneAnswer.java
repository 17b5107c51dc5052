package dev.pennypost.mail.dns;

import java.util.List;
import org.xbill.DNS.Record;

/// What a zone has to say to a question: the parts of the response that depend on its data.
record ZoneAnswer(
        int rcode, boolean authoritative, List<Record> answer, List<Record> authority, List<Record> additional) {}
