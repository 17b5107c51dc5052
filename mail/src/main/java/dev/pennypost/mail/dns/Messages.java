package dev.pennypost.mail.dns;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Questions and responses, to and from dnsjava's messages.
final class Messages {
    // The size that passes everywhere without fragments (DNS flag day 2020).
    private static final int PAYLOAD = 1232;

    private Messages() {}

    /// @param id RFC 5452 §9.2: not to be guessed
    static Message query(Question question, int id, boolean edns) {
        var query = new Message(id);
        Header header = query.getHeader();
        boolean unvalidated = question.manner() == Question.Manner.UNVALIDATED;
        if (question.manner() != Question.Manner.AUTHORITY) header.setFlag(Flags.RD);
        if (question.manner() == Question.Manner.RECURSIVE) header.setFlag(Flags.AD); // RFC 6840 §5.7
        if (unvalidated) header.setFlag(Flags.CD);
        query.addRecord(
                Record.newRecord(Wire.name(question.name()), Wire.type(question.type()), DClass.IN), Section.QUESTION);
        if (edns) query.addRecord(new OPTRecord(PAYLOAD, 0, 0, unvalidated ? ExtendedFlags.DO : 0), Section.ADDITIONAL);
        return query;
    }

    static ServerReply.Response read(Message message) {
        Header header = message.getHeader();
        return new ServerReply.Response(
                ResponseCode.of(message.getRcode()),
                header.getFlag(Flags.AA),
                header.getFlag(Flags.AD),
                records(message, Section.ANSWER),
                records(message, Section.AUTHORITY),
                records(message, Section.ADDITIONAL),
                errors(message.getOPT()));
    }

    private static List<ZoneRecord> records(Message message, int section) {
        return message.getSection(section).stream()
                .map(Zone::toOurs)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<ExtendedError> errors(@Nullable OPTRecord opt) {
        if (opt == null) return List.of();
        return opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .map(ExtendedErrorCodeOption.class::cast)
                .map(error -> new ExtendedError(error.getErrorCode(), error.getText() == null ? "" : error.getText()))
                .toList();
    }
}
