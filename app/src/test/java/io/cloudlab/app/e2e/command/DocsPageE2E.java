package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Browser;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/** The page that shows the API, in a real browser. */
class DocsPageE2E {
    @TempDir
    Path directory;

    private Team team;
    private WebDriver browser;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        Browser.require();
        team = Team.start(directory, builder -> builder);
        TestLab.in(team.lab()).service("hello", "true");
        document = team.nobody().get("/api/openapi.json").body();
        browser = Browser.open(directory.resolve("profile"));
        browser.get(team.server().address() + "/api/docs");
        Awaitility.await()
                .until(() -> !browser.findElement(By.id("about")).getText().equals("Loading…"));
    }

    @AfterEach
    void stop() {
        if (browser != null) browser.quit();
        if (team != null) team.close();
    }

    @Test
    void everyOperationAndEverySchemaOfTheDocumentIsShown() {
        TreeSet<String> operations = new TreeSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation ->
                        operations.add(operation.path("operationId").asText())));
        TreeSet<String> schemas = new TreeSet<>();
        document.at("/components/schemas").fieldNames().forEachRemaining(name -> schemas.add("schema-" + name));

        assertThat(browser.findElement(By.id("about")).getText())
                .isEqualTo(document.at("/info/description").asText());
        assertThat(ids("#operations > details")).hasSizeGreaterThan(90).containsExactlyInAnyOrderElementsOf(operations);
        assertThat(ids("#schema-list > details")).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(schemas);
        assertThat(browser.findElements(By.cssSelector("#operations > h2"))).hasSameSizeAs(document.path("tags"));
    }

    @Test
    void fileIsUploadedFromThePage() throws Exception {
        Path file = Files.writeString(directory.resolve("data.csv"), "a,b\n");
        String operation = document.at("/paths/~1api~1services~1{name}~1files~1{subdir}/post/operationId")
                .asText();
        browser.findElement(By.id("token")).sendKeys(team.admin().token());
        browser.get(browser.getCurrentUrl().replaceFirst("#.*", "") + "#" + operation);
        WebElement details = browser.findElement(By.id(operation));
        details.findElement(By.xpath(".//summary[text()='Try it']")).click();
        List<WebElement> inputs = details.findElements(By.cssSelector("form input"));
        inputs.get(0).sendKeys("hello");
        inputs.get(1).sendKeys("inputs");
        inputs.get(2).sendKeys(file.toString());
        details.findElement(By.cssSelector("button[type=submit]")).click();

        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                details.findElement(By.cssSelector("form pre")).getText())
                        .startsWith("200")
                        .contains("data.csv"));
    }

    private List<String> ids(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(each -> each.getDomAttribute("id"))
                .toList();
    }
}
