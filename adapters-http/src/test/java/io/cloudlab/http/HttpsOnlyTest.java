package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When browsers are told to use nothing but https. */
class HttpsOnlyTest {
    private static String answer(UnaryOperator<HttpConfig> configure, String forwarded) {
        try (TestServer server = TestServer.start(configure)) {
            return server.raw(
                    "GET /api/nowhere HTTP/1.1",
                    "Host: localhost",
                    "X-Forwarded-Proto: " + forwarded,
                    "Connection: close");
        }
    }

    @Test
    void publicAddressByHttpsSaysSo() {
        assertThat(answer(config -> config.withPublicUrl(URI.create("https://lab.example")), "http"))
                .contains("Strict-Transport-Security: max-age=31536000\r\n");
        assertThat(answer(config -> config.withPublicUrl(URI.create("http://lab.example")), "https"))
                .doesNotContain("Strict-Transport-Security");
    }

    @Test
    void trustedProxySaysSo() {
        UnaryOperator<HttpConfig> behindProxy = config -> config.withTrustedProxies(List.of("127.0.0.0/8"));

        assertThat(answer(behindProxy, "https")).contains("Strict-Transport-Security: max-age=31536000\r\n");
        assertThat(answer(behindProxy, "http")).doesNotContain("Strict-Transport-Security");
        assertThat(answer(config -> config.withTrustedProxies(List.of("10.0.0.0/8")), "https"))
                .doesNotContain("Strict-Transport-Security");
        assertThat(answer(UnaryOperator.identity(), "https")).doesNotContain("Strict-Transport-Security");
    }
}
