package dev.pennypost.dashboard.entrance;

/// A new password.
///
/// @param action where the form is sent that chooses it; empty while a link is asked for
/// @param problem why it was refused; empty where it was not
record ResetForm(String action, String email, String problem) {
    @Override
    public String toString() {
        return "ResetForm[" + email + "]";
    }
}
