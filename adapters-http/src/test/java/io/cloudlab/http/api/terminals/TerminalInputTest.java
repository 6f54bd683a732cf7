package io.cloudlab.http.api.terminals;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.terminal.shell.WindowSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalInputTest {
    private final List<String> typed = new ArrayList<>();
    private final List<WindowSize> sizes = new ArrayList<>();
    private final TerminalInput input =
            new TerminalInput(bytes -> typed.add(new String(bytes, StandardCharsets.UTF_8)), sizes::add);

    @Test
    void characterSplitOverTwoFramesStaysWhole() {
        take("{\"type\":\"input\",\"data\":\"echo \\ud83d\"}");
        take("{\"type\":\"resize\",\"cols\":100,\"rows\":30}");
        take("{\"type\":\"input\",\"data\":\"\\ude00!\"}");

        assertThat(String.join("", typed)).isEqualTo("echo \ud83d\ude00!");
        assertThat(sizes).containsExactly(new WindowSize(100, 30));
    }

    @Test
    void charactersAreHandedOnAtOnceWhenWhole() {
        take("{\"type\":\"input\",\"data\":\"\\ud83d\\ude00\"}");
        take("{\"type\":\"input\",\"data\":\"\u00fc\"}");
        assertThat(typed).containsExactly("\ud83d\ude00", "\u00fc");
    }

    @Test
    void halfOfACharacterThatNeverComesWholeIsReplaced() {
        take("{\"type\":\"input\",\"data\":\"\\ud83d\"}");
        take("{\"type\":\"input\",\"data\":\"x\"}");
        assertThat(typed).containsExactly("?x");
    }

    @Test
    void framesThatMakeNoSenseAreIgnored() {
        for (String frame :
                List.of("", "{", "[]", "{\"type\":\"input\"}", "{\"type\":\"input\",\"data\":7}", "{\"type\":\"x\"}"))
            take(frame);
        assertThat(typed).isEmpty();
    }

    private void take(String frame) {
        input.take(frame.getBytes(StandardCharsets.UTF_8));
    }
}
