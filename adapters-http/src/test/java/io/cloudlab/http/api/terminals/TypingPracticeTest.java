package io.cloudlab.http.api.terminals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypingPracticeTest {
    @Test
    void everyKeyIsEchoed() throws Exception {
        assertThat(TypingPractice.type(5)).isEqualTo(5);
    }
}
