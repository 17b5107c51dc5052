package dev.pennypost.domains;

import java.util.List;

/// What one check says about one record.
record RecordVerdict(Outcome outcome, List<Finding> findings) {
    enum Outcome {
        /// Served as planned, or so that receivers cannot tell the difference.
        RIGHT,
        /// DNS was asked and does not serve it.
        WRONG,
        /// DNS could not be asked: proves nothing.
        UNKNOWN
    }

    RecordVerdict {
        findings = List.copyOf(findings);
    }

    static RecordVerdict right(List<Finding> remarks) {
        return new RecordVerdict(Outcome.RIGHT, remarks);
    }

    static RecordVerdict wrong(Finding why) {
        return new RecordVerdict(Outcome.WRONG, List.of(why));
    }

    static RecordVerdict unknown(Finding why) {
        return new RecordVerdict(Outcome.UNKNOWN, List.of(why));
    }
}
