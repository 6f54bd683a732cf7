package io.cloudlab.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.http.HttpConfig;
import io.cloudlab.http.TestServer;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where requests may come: names, origins and proxies. */
class CorsPolicyTest {
    private static final String LISTED = "https://console.example";
    private static final TestServer SERVER = TestServer.start(config -> config.withAllowedOrigins(Set.of(LISTED))
            .withAllowedHosts(Set.of("lab.example"))
            .withPublicUrl(URI.create("https://cloudlab.example/")));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static String ask(String method, String... headers) {
        String[] lines = new String[headers.length + 2];
        lines[0] = method + " /api/auth/setup-required HTTP/1.1";
        System.arraycopy(headers, 0, lines, 1, headers.length);
        lines[headers.length + 1] = "Connection: close";
        return SERVER.raw(lines);
    }

    private static String login(String origin) {
        return SERVER.raw(
                "POST /api/auth/login HTTP/1.1",
                "Host: localhost:" + SERVER.http.port(),
                "Origin: " + origin,
                "Content-Type: application/json",
                "Content-Length: 2",
                "Connection: close",
                "",
                "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:80",
                "127.0.0.1:9",
                "127.1.2.3",
                "[::1]:8000",
                "lab.example",
                "cloudlab.example"
            })
    void knownHostNamesAreAnswered(String host) {
        assertThat(ask("GET", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "lab.example.evil", "10.0.0.1", "2130706433.evil"})
    void otherHostNamesAreRefused(String host) {
        assertThat(ask("GET", "Host: " + host)).startsWith("HTTP/1.1 400").contains("unknown-host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "https://console.example.evil.example",
                "https://console.example:444",
                "http://console.example",
                "http://localhost"
            })
    void foreignOriginsMayNotAct(String origin) {
        assertThat(login(origin)).startsWith("HTTP/1.1 403").contains("foreign-origin");
    }

    @Test
    void ownAndListedOriginsMayAct() {
        assertThat(login("http://localhost:" + SERVER.http.port())).startsWith("HTTP/1.1 422");
        assertThat(login(LISTED)).startsWith("HTTP/1.1 422");
        assertThat(login("https://cloudlab.example")).startsWith("HTTP/1.1 422");
    }

    @Test
    void answersMayBeReadByListedOriginsOnly() {
        assertThat(ask("GET", "Host: localhost", "Origin: " + LISTED))
                .contains("Access-Control-Allow-Origin: " + LISTED + "\r\n", "Vary: Origin\r\n")
                .doesNotContain("Access-Control-Allow-Credentials");
        assertThat(ask("GET", "Host: localhost", "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Access-Control");
    }

    @Test
    void listedOriginsAreToldWhatTheyMayDo() {
        String answer = ask(
                "OPTIONS",
                "Host: localhost",
                "Origin: " + LISTED,
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: authorization");

        assertThat(answer)
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Methods: GET, HEAD\r\n", "Access-Control-Allow-Headers: Authorization");
        assertThat(ask(
                        "OPTIONS",
                        "Host: localhost",
                        "Origin: http://evil.example",
                        "Access-Control-Request-Method: GET"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("Access-Control");
    }

    @Test
    void withoutListedOriginsNothingIsSaidOfThem() {
        try (TestServer plain = TestServer.start()) {
            String answer =
                    plain.raw("GET /health HTTP/1.1", "Host: localhost", "Origin: " + LISTED, "Connection: close");
            assertThat(answer).doesNotContain("Access-Control", "Vary");
        }
    }

    @Test
    void forwardedAddressesCountFromTrustedProxiesOnly() {
        assertThat(auditedAddress(List.of(), "203.0.113.5")).isEqualTo("127.0.0.1");
        assertThat(auditedAddress(List.of("127.0.0.0/8"), "203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(auditedAddress(List.of("127.0.0.1"), "198.51.100.1, 203.0.113.5"))
                .isEqualTo("203.0.113.5");
        assertThat(auditedAddress(List.of("127.0.0.1", "10.0.0.0/8"), "203.0.113.5, 10.1.2.3"))
                .isEqualTo("203.0.113.5");
        assertThat(auditedAddress(List.of("127.0.0.1"), "203.0.113.5, evil.example"))
                .isEqualTo("127.0.0.1");
    }

    private static String auditedAddress(List<String> proxies, String forwarded) {
        try (TestServer server = TestServer.start(config -> config.withTrustedProxies(proxies))) {
            server.user();
            String body = "{\"username\":\"nobody\",\"password\":\"wrong\"}";
            server.raw(
                    "POST /api/auth/login HTTP/1.1",
                    "Host: localhost",
                    "X-Forwarded-For: " + forwarded,
                    "Content-Type: application/json",
                    "Content-Length: " + body.length(),
                    "Connection: close",
                    "",
                    body);
            return String.valueOf(
                    server.cloudLab.stores().audit().latest(1).get(0).ipAddress());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"console.example", "ftp://console.example", "https://console.example/path", "https://", "*"})
    void whatIsNoOriginIsRefusedAtTheStart(String origin) {
        HttpConfig config = HttpConfig.with(TestServer.KEY);

        assertThatThrownBy(() -> config.withAllowedOrigins(Set.of(origin)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "", "10.0.0.1/-1"})
    void whatIsNoNetworkIsRefusedAtTheStart(String network) {
        HttpConfig config = HttpConfig.with(TestServer.KEY);

        assertThatThrownBy(() -> config.withTrustedProxies(List.of(network)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shortKeyIsRefusedAtTheStart() {
        assertThatThrownBy(() -> HttpConfig.with(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
