package dev.pennypost.domains.writer;

/// The two halves of an MX value, which many APIs keep in two fields.
record MxData(int preference, String exchange) {
    /// @param value such as `10 mx.example.com`
    static MxData of(String value) {
        int space = value.indexOf(' ');
        return new MxData(Integer.parseInt(value.substring(0, space)), value.substring(space + 1));
    }
}
