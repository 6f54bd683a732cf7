package io.cloudlab.core.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
    private static final List<String> KNOWN =
            List.of("required", "pattern", "concurrency", "type", "name", "vars_mapping");

    @ParameterizedTest
    @CsvSource({
        "requird,required",
        "patern,pattern",
        "concurency,concurrency",
        "Required,required",
        "tpye,type",
        "vars-mapping,vars_mapping",
        "nmae,name"
    })
    void mistypedWordIsFound(String mistyped, String meant) {
        assertThat(NearestWord.of(mistyped, KNOWN)).contains(meant);
    }

    @Test
    void unrelatedWordHasNoMatch() {
        for (String far : List.of("timeout", "env", "", "x", "confirm", "required_by_law"))
            assertThat(NearestWord.of(far, KNOWN)).as(far).isEmpty();
        assertThat(NearestWord.of("name".repeat(100), KNOWN)).isEmpty();
    }
}
