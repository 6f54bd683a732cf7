package io.cloudlab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Utf8LocaleTest {
    @TempDir
    Path directory;

    @Test
    void programOfTheRightLocaleGoesOn() {
        assertThat(Utf8Locale.relaunch()).isEmpty();
    }

    @Test
    void secondProcessGetsTheVeryWordsOfTheFirst() throws Exception {
        String words = "-jar\0it's \"$HOME\" `id`\\\0grüße ☃\0\0a\nb\0";
        byte[] line = ("printf\0" + words).getBytes(StandardCharsets.UTF_8);
        String script = new String(Utf8Locale.script(line), StandardCharsets.UTF_8)
                .replace("'printf' -Dcloudlab.relaunched=true", "'printf' '%s|'");
        Path file = Files.writeString(directory.resolve("script.sh"), script);

        Process shell = new ProcessBuilder("sh", file.toString()).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEqualTo(words.replace('\0', '|'));
        assertThat(file).doesNotExist();
    }
}
