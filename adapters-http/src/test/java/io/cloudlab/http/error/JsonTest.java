package io.cloudlab.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"", ".6", ".61", ".308", ".999999999"})
    void momentsAreWholeSecondsOfOneLength(String fraction) {
        assertThat(Json.text(Instant.parse("2026-03-01T09:00:00" + fraction + "Z")))
                .isEqualTo("\"2026-03-01T09:00:00+00:00\"");
    }
}
