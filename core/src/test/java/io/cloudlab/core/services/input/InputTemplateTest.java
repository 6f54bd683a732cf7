package io.cloudlab.core.services.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.Refused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTemplateTest {
    private static final Map<String, String> VALUES = Map.of(
            "stage",
            "production",
            "dash",
            "--force",
            "braces",
            "{{ inputs.stage }}",
            "odd",
            "$(id) '\" \n;",
            "none",
            "");

    private static String fill(String text) {
        return new InputTemplate(text).fill(name -> VALUES.getOrDefault(name, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "{{ inputs.stage }}, production",
        "{{inputs.stage}}, production",
        "a-{{ inputs.stage }}-{{ inputs.none }}b, a-production-b",
        "--stage={{ inputs.dash }}, --stage=--force",
        "{{ inputs.braces }}, {{ inputs.stage }}",
    })
    void valuesArePutInAsTheyAre(String text, String filled) {
        assertThat(fill(text)).isEqualTo(filled);
    }

    @Test
    void valueStaysOneWordWithAllItsCharacters() {
        assertThat(fill("x{{ inputs.odd }}")).isEqualTo("x$(id) '\" \n;");
    }

    @Test
    void valueThatLooksLikeAnOptionIsRefusedAtTheBeginning() {
        assertThatThrownBy(() -> fill("{{ inputs.dash }}"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'dash' must not begin with a dash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ stage }}", "{{ inputs.a b }}", "{{ inputs.a | lower }}", "{{", "{{ inputs.1a }}"})
    void bracesThatNameNoInputAreMalformed(String text) {
        assertThat(new InputTemplate(text).isMalformed()).isTrue();
        assertThat(new InputTemplate("{{ inputs.a }} } {").isMalformed()).isFalse();
    }

    @Test
    void namesAreThoseOfItsPlaces() {
        assertThat(new InputTemplate("{{ inputs.b }} {{inputs.a}} inputs.c").names())
                .containsExactly("a", "b");
    }
}
