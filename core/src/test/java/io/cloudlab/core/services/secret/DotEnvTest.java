package io.cloudlab.core.services.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.InvalidInput;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
    @Test
    void everySpellingOfAValueIsRead() {
        assertThat(DotEnv.read("""
                # a comment
                PLAIN=some value
                export EXPORTED=pa$$word   # not part of it
                  SPACED  =  x=y
                HASH=a#b
                SINGLE='a "b" $c \\n'
                DOUBLE="a 'b' \\"c\\" \\$d \\\\ \\n\\x" # a comment
                LINES="first
                second"
                KEY='-----BEGIN
                -----END'
                EMPTY=
                QUOTED=''
                LAST=1
                LAST=2"""))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("PLAIN", "some value"),
                        Map.entry("EXPORTED", "pa$$word"),
                        Map.entry("SPACED", "x=y"),
                        Map.entry("HASH", "a#b"),
                        Map.entry("SINGLE", "a \"b\" $c \\n"),
                        Map.entry("DOUBLE", "a 'b' \"c\" $d \\ \n\\x"),
                        Map.entry("LINES", "first\nsecond"),
                        Map.entry("KEY", "-----BEGIN\n-----END"),
                        Map.entry("EMPTY", ""),
                        Map.entry("QUOTED", ""),
                        Map.entry("LAST", "2")));
        assertThat(DotEnv.read("A=1\r\nB=\"2\"\r\n")).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(DotEnv.read("\uFEFFA=1\rB=2\n")).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(DotEnv.read("\n  \n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "1A=x", "A-B=x", "A=\"open", "A='open", "A=\"x\" y", "=x", "A: x"})
    void lineThatCannotBeReadIsNamed(String line) {
        assertThatThrownBy(() -> DotEnv.read("# first\nOK=1\n" + line))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void longTextIsReadInTime() {
        String text = "A=\"" + "x\\\"".repeat(200_000) + "\"\nB='" + "y".repeat(400_000) + "'\n";
        assertThat(DotEnv.read(text)).hasSize(2);
        String spaces = " ".repeat(400_000);
        assertThat(DotEnv.read("A=b" + spaces + "c" + spaces)).isEqualTo(Map.of("A", "b" + spaces + "c"));
        assertThatThrownBy(() -> DotEnv.read("A=\"" + "\\x".repeat(400_000))).isInstanceOf(InvalidInput.class);
    }
}
