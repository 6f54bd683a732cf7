package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.file.ConfigSyntax;
import io.cloudlab.core.shared.Refused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every {@link ConfigSyntax} does. */
public interface ConfigSyntaxContract {
    ConfigSyntax syntax();

    private void check(String text) {
        syntax().check("config.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    default void validTextPasses() {
        assertThatCode(() -> check("")).doesNotThrowAnyException();
        assertThatCode(() -> check("# only a comment\n")).doesNotThrowAnyException();
        assertThatCode(() -> check("a: 1\nb: [x, 'é']\n")).doesNotThrowAnyException();
    }

    @Test
    default void mistakeIsNamedWithFileLineAndColumn() {
        assertThatThrownBy(() -> check("a: 1\n\tb: 2\n"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("config.yaml, line 2, column 1: ");
    }
}
