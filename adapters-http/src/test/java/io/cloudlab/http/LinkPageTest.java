package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.testing.Host;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** The forms behind the links in mails, in Chromium. */
@Tag("slow")
class LinkPageTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String GOOD = "a good passphrase";

    @TempDir
    static Path profile;

    private static @Nullable ChromeDriver chromium;

    private final Queue<Mail> mails = new ConcurrentLinkedQueue<>();
    private final TestServer server = TestServer.with(
            builder -> builder.mailer((id, mail) -> mails.add(mail)),
            config -> config.withRateLimits(true),
            TestServer.QUICK);
    private final String admin = server.admin();

    @BeforeAll
    static void open() {
        boolean installed = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        Host.require(installed, "chromium and chromedriver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--user-data-dir=" + profile);
        ChromeDriverService.Builder service = new ChromeDriverService.Builder();
        service.usingDriverExecutable(DRIVER.toFile());
        chromium = new ChromeDriver(service.build(), options);
    }

    @AfterAll
    static void quit() {
        if (chromium != null) chromium.quit();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ChromeDriver browser() {
        if (chromium == null) throw new AssertionError("no browser");
        return chromium;
    }

    private static WebElement element(String id) {
        return browser().findElement(By.id(id));
    }

    private static String shown() {
        return browser().findElement(By.tagName("body")).getText();
    }

    /** Opens what a mail links to, at this server. */
    private void follow(String fragment) {
        browser().get("about:blank");
        browser().get(server.uri("/") + "#" + fragment);
    }

    private void followMail() {
        await().until(() -> {
            mails.removeIf(mail -> !mail.text().contains("http")); // tells that the address has changed
            return !mails.isEmpty();
        });
        follow(URI.create(mails.remove().text().replaceFirst("(?s).*?(http\\S+).*", "$1"))
                .getFragment());
    }

    private void followInvitation(String name) {
        server.post("/api/users", "{\"username\":\"%s\",\"email\":\"%s@lab.test\"}".formatted(name, name), admin);
        followMail();
    }

    private static void submit(String password, String repeated) {
        for (String[] field : new String[][] {{"password", password}, {"repeated", repeated}}) {
            element(field[0]).clear();
            element(field[0]).sendKeys(field[1]);
        }
        element("repeated").submit();
    }

    private static void assertUsedUp(String title) {
        await().untilAsserted(() -> assertThat(element("link-title").getText()).isEqualTo(title));
        assertThat(element("link-form").isDisplayed()).isFalse();
        assertThat(element("password").getDomProperty("value")).isEmpty();
        assertThat(browser().getCurrentUrl()).endsWith("/").doesNotContain("#");
        assertThat(browser().executeScript("return document.activeElement.id")).isEqualTo("link-title");
        assertThat(browser()
                        .executeScript("return localStorage.length + sessionStorage.length + document.cookie.length"))
                .isEqualTo(0L);
    }

    /** What the browser complains about, such as what the content security policy forbids; but not refusals of ours. */
    private static List<String> complaints() {
        return browser().manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("responded with a status of 4") && !message.contains("favicon"))
                .toList();
    }

    @Test
    void invitedPersonGetsIn() {
        followInvitation("mira");
        assertThat(element("link-title").getText()).isEqualTo("Accept your invitation");
        assertThat(element("home").isDisplayed()).isFalse();
        assertThat(element("password").getAccessibleName()).isEqualTo("Password");
        assertThat(element("password").getDomAttribute("autocomplete")).isEqualTo("new-password");

        element("display-name").sendKeys("Mira <b>M</b>");
        submit(GOOD, GOOD);

        assertUsedUp("Welcome, Mira <b>M</b>!");
        assertThat(shown()).contains("sign in as mira");
        assertThat(server.post("/api/auth/login", "{\"username\":\"mira\",\"password\":\"" + GOOD + "\"}", null)
                        .status())
                .isEqualTo(200);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void faultsAreShownWhereTheyAreAndSpendNothing() {
        followInvitation("mira");

        submit("short", "short");
        assertThat(element("password-fault").getText()).contains("at least 8 characters");
        assertThat(element("password").getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser().executeScript("return document.activeElement.id")).isEqualTo("password");
        submit("ü".repeat(37), "ü".repeat(37));
        assertThat(element("password-fault").getText()).contains("at most 72 bytes");
        submit(GOOD, GOOD + "!");
        assertThat(element("repeated-fault").getText()).isEqualTo("The two passwords differ.");
        assertThat(element("password").getDomAttribute("aria-invalid")).isNull();

        assertThat(browser().getCurrentUrl()).contains("#accept-invite-");
        assertThat(server.audited()).doesNotContain("user.invite.accept");
    }

    @Test
    void whatTheServerRefusesIsShownToo() {
        followInvitation("mira");
        browser().executeScript("document.getElementById('display-name').removeAttribute('maxlength')");
        element("display-name").sendKeys("x".repeat(101));

        submit(GOOD, GOOD);
        await().untilAsserted(() -> assertThat(element("display-name-fault").getText())
                .isEqualTo("The name must have at most 100 characters."));
        for (int i = 0; i < 5; i++) {
            await().until(() -> element("link-button").isEnabled());
            submit(GOOD, GOOD);
        }

        await().untilAsserted(() -> assertThat(element("form-fault").getText()).startsWith("Too many attempts."));
        assertThat(browser().getCurrentUrl()).contains("#accept-invite-");
    }

    @Test
    void forgottenPasswordIsSetAnew() {
        server.send("PUT", "/api/users/profile", TestServer.ownEmail("otto@lab.test"), admin);
        server.post("/api/auth/forgot-password", "{\"email\":\"otto@lab.test\"}", null);
        followMail();
        assertThat(element("link-title").getText()).isEqualTo("Choose a new password");
        assertThat(element("display-name").isDisplayed()).isFalse();

        submit(GOOD, GOOD);

        assertUsedUp("Your password is changed");
        assertThat(server.get("/api/auth/me", admin).status()).isEqualTo(401);
    }

    @Test
    void deadLinkIsExplained() {
        follow("reset-password-" + "x".repeat(64));

        submit(GOOD, GOOD);

        assertUsedUp("Invalid or expired link");
        assertThat(shown()).contains("Ask for a new one.");
    }

    @Test
    void withoutLinkThePageSaysWhereToGo() {
        for (String fragment : List.of("", "accept-invite-", "accept-invite-<img src=x>", "other-abc")) {
            follow(fragment);
            assertThat(element("home").isDisplayed()).as(fragment).isTrue();
            assertThat(element("link").isDisplayed()).as(fragment).isFalse();
        }
        assertThat(complaints()).isEmpty();
    }
}
