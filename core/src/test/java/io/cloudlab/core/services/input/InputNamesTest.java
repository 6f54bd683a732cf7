package io.cloudlab.core.services.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.Refused;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputNamesTest {
    @ParameterizedTest
    @CsvSource({"username,INPUT_USERNAME", "Site-Title,INPUT_SITE_TITLE", "a,INPUT_A", "n_1-2,INPUT_N_1_2"})
    void nameBecomesAnUpperCaseVariable(String name, String variable) {
        assertThat(InputNames.variable(name)).isEqualTo(variable);
    }

    @Test
    void nameMayHave64CharactersButNotMore() {
        assertThat(InputNames.variable("n".repeat(64))).hasSize(6 + 64);
        refuses("n".repeat(65));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node-count",
                "java-version",
                "python-version",
                "ruby_version",
                "language",
                "editor",
                "term",
                "home",
                "env",
                "ssh-auth-method",
                "http_proxy",
                "libraries",
                "github"
            })
    void everydayNamesAreAccepted(String name) {
        assertThat(InputNames.variable(name)).startsWith("INPUT_");
    }

    /** Shells and programs act on these words, but on nothing that begins with INPUT_. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "git_branch",
                "git_url",
                "GIT_SSH_COMMAND",
                "path",
                "PATH",
                "ansible_user",
                "ansible_limit",
                "ANSIBLE_CALLBACK_PLUGINS",
                "LD_PRELOAD",
                "BASH_ENV",
                "IFS",
                "HOME",
                "python_path",
                "PYTHONPATH",
                "classpath",
                "ssh_askpass",
                "CLOUDLAB_JOB"
            })
    void namesThatProgramsActOnAreHarmlessBehindThePrefix(String name) {
        assertThat(InputNames.variable(name)).isEqualTo("INPUT_" + name.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BASH_FUNC_x%%",
                "",
                "1st",
                "_x",
                "-x",
                "a b",
                "a.b",
                "a=b",
                "a\n",
                "a\0",
                "ä",
                "é",
                "a$(id)",
                "../a",
                "ſ"
            })
    void namesOfAnotherShapeAreRefused(String name) {
        refuses(name);
    }

    @Test
    void refusalShowsAHarmlessNameAndHidesAnyOther() {
        assertThatThrownBy(() -> InputNames.variable("BASH_FUNC_x%%")).hasMessageContaining("'BASH_FUNC_x%%'");
        assertThatThrownBy(() -> InputNames.variable("<script>\n\u001b]52;c;x"))
                .hasMessageNotContainingAny("<", "script", "\u001b", "\n");
        assertThatThrownBy(() -> InputNames.variable("a".repeat(5000)))
                .message()
                .hasSizeLessThan(300);
    }

    private static void refuses(String name) {
        assertThatThrownBy(() -> InputNames.variable(name))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("bad-input-name"));
    }
}
