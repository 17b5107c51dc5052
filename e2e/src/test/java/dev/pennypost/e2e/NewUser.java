package dev.pennypost.e2e;

/// Somebody who opens the dashboard for the first time.
final class NewUser {
    private NewUser() {}

    /// Makes the first account of a server; the window shows the home page then.
    static void signUp(Window window, String url) {
        window.page().navigate(url);
        window.fill("Your name", "Ada Lovelace");
        window.fill("Email", "ada@shop.test");
        window.fill("Password", "a few words in a row");
        window.press("Make the account");
        window.page().waitForURL(url + "/dashboard");
    }
}
