package io.cloudlab.app.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Browser;
import io.cloudlab.app.e2e.Team;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;

/** The pages mails link to, in a real browser. */
class InvitePageE2E {
    @TempDir
    Path directory;

    private Mailbox mailbox;
    private Team team;
    private WebDriver browser;

    @BeforeEach
    void start() throws Exception {
        Browser.require();
        mailbox = new Mailbox();
        team = Team.start(directory, mailbox, builder -> builder);
        browser = Browser.open(directory.resolve("profile"));
    }

    @AfterEach
    void stop() {
        if (browser != null) browser.quit();
        if (team != null) team.close();
        if (mailbox != null) mailbox.close();
    }

    @Test
    void invitedPersonChoosesAPasswordInTheBrowser() {
        team.admin().post("/api/users", Map.of("username", "mira", "email", "mira@lab.test"));

        browser.get(mailbox.link("mira@lab.test"));
        submit("short");
        await("8 characters");
        submit("a good passphrase");
        await("Welcome, mira!");

        assertThat(browser.getCurrentUrl()).doesNotContain("accept-invite");
        Api.signIn(team.server().address(), "mira", "a good passphrase");
    }

    @Test
    void forgottenPasswordIsChosenAnewInTheBrowser() {
        team.member("mira");
        team.nobody().post("/api/auth/forgot-password", Map.of("email", "mira@lab.test"));

        browser.get(mailbox.link("mira@lab.test"));
        submit("another passphrase");
        await("Your password is changed");

        assertThat(browser.getCurrentUrl()).doesNotContain("reset-password");
        Api.signIn(team.server().address(), "mira", "another passphrase");
    }

    @Test
    void markupInANameIsShownAndNotObeyed() {
        String name = "<img src=x onerror=\"document.title='owned'\">";
        team.admin().post("/api/users", Map.of("username", "mira", "email", "mira@lab.test", "display_name", name));

        browser.get(mailbox.link("mira@lab.test"));
        submit("a good passphrase");
        await("Welcome, " + name + "!");

        assertThat(browser.getTitle()).isEqualTo("Welcome, " + name + "! – CloudLab Manager");
        assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    }

    @Test
    void linkThatWasUsedIsRefusedInWords() {
        browser.get(team.server().address() + "/#reset-password-" + "x".repeat(64));
        submit("a good passphrase");
        await("no longer good");
    }

    private void submit(String password) {
        Awaitility.await()
                .until(() -> !browser.findElements(By.cssSelector("input[type=password]"))
                        .isEmpty());
        browser.findElements(By.cssSelector("input[type=password]")).forEach(field -> {
            field.clear();
            field.sendKeys(password);
        });
        browser.findElement(By.cssSelector("button[type=submit]")).click();
    }

    private void await(String text) {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(browser.findElement(By.tagName("body")).getText())
                                .contains(text));
    }
}
