package dev.pennypost.dashboard.entrance;

/// What a browser needs to use a passkey.
///
/// @param options JSON, for the browser
/// @param to where it leads
record PasskeyForm(String ticket, String options, String to) {
    @Override
    public String toString() {
        return "PasskeyForm[" + to + "]";
    }
}
