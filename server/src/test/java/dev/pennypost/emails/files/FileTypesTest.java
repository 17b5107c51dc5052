package dev.pennypost.emails.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypesTest {
    @ParameterizedTest
    @ValueSource(strings = {"setup.exe", "SETUP.EXE", "invoice.pdf.scr", "a.msh1xml", "run.bat.", "run.bat . ", ".lnk"})
    void knowsWhatIsNotSentHoweverItIsSpelled(String name) {
        assertThat(FileTypes.blockedEnding(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoice.pdf", "exe", "a.exe.pdf", "notes.txt", "archive.zip", "", "page.html"})
    void letsOtherFilesPass(String name) {
        assertThat(FileTypes.blockedEnding(name)).isEmpty();
    }

    @Test
    void blocksEveryEndingOfTheContract() {
        for (String ending : "adp app asp bas bat wsh xnk ps1xml vsmacros mshxml".split(" ", -1))
            assertThat(FileTypes.blockedEnding("x." + ending)).contains("." + ending);
    }

    @ParameterizedTest
    @CsvSource({
        "https://files.test/a/report%20of%20may.pdf?x=1#y, report of may.pdf",
        "https://files.test/a/b/,",
        "https://files.test,",
        "https://files.test/a%0Ab,",
    })
    void takesTheNameFromTheAddress(String url, String name) {
        assertThat(RemoteFile.nameIn(URI.create(url))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "./invoice.pdf",
                "//files.test/a",
                "ftp://files.test/a",
                "https://user:secret@files.test/a",
                "https:///a",
                "https://files.test/a b",
                "https://files.test:99999/",
                "javascript:alert(1)",
                "",
            })
    void refusesWhatNobodyCanFetch(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteFile.url(text))
                .withMessage("`path` must be an http or https URL");
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteFile.url("https://files.test/" + "x".repeat(4096)));
    }
}
