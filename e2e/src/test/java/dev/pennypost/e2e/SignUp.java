package dev.pennypost.e2e;

import com.microsoft.playwright.Page;

/// The first account of a sandbox, made and signed in with on the page.
final class SignUp {
    private static final String EMAIL = "ada@acme.test";
    private static final String PASSWORD = "correct horse battery staple";

    private SignUp() {}

    /// Makes it.
    static void first(Page page, Pennypost pennypost) {
        page.navigate(pennypost.url() + "/");
        page.getByLabel("Your name").fill("Ada Lovelace");
        page.getByLabel("Email").fill(EMAIL);
        page.getByLabel("Password").fill(PASSWORD);
        page.getByText("Make the account").click();
        page.waitForURL(pennypost.url() + "/dashboard");
    }

    /// Signs in with it, and makes it where it does not exist.
    static void in(Page page, Pennypost pennypost) {
        page.navigate(pennypost.url() + "/dashboard/sign-in");
        if (page.url().endsWith("/setup")) {
            first(page, pennypost);
            return;
        }
        page.getByLabel("Email").fill(EMAIL);
        page.getByLabel("Password").fill(PASSWORD);
        page.locator("main button.primary").click();
        page.waitForURL(pennypost.url() + "/dashboard");
    }
}
