package io.cloudlab.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentDispositionTest {
    @Test
    void plainNameStandsAsItIs() {
        assertThat(ContentDisposition.attachment("job-0f3c9a1e.log"))
                .isEqualTo("attachment; filename=\"job-0f3c9a1e.log\"");
        assertThat(ContentDisposition.attachment("-rf a;b.txt")).isEqualTo("attachment; filename=\"-rf a;b.txt\"");
    }

    @Test
    void otherNameIsGivenTwice() {
        assertThat(ContentDisposition.attachment("é ☃.txt"))
                .isEqualTo("attachment; filename=\"_ _.txt\"; filename*=UTF-8''%C3%A9%20%E2%98%83.txt");
        assertThat(ContentDisposition.attachment("a\"b\\c%41.txt"))
                .isEqualTo("attachment; filename=\"a_b_c_41.txt\"; filename*=UTF-8''a%22b%5Cc%2541.txt");
    }

    @Test
    void nothingBreaksTheHeader() {
        assertThat(ContentDisposition.attachment("a\r\nSet-Cookie: x=y\0"))
                .isEqualTo(
                        "attachment; filename=\"a__Set-Cookie: x=y_\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3Dy%00");
    }
}
