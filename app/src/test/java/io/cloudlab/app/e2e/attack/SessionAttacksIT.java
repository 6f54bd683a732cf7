package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.core.vault.MasterKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to get in with sessions that are forged, borrowed or over, against the real server. */
@Timeout(120)
class SessionAttacksIT {
    private static final byte[] KEY =
            HexFormat.of().parseHex("7f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f1");
    private static final Algorithm OURS = Algorithm.HMAC256(new MasterKey(KEY).derive("session-tokens"));
    private static final Algorithm FOREIGN = Algorithm.HMAC256("0123456789abcdef0123456789abcdef");

    @TempDir
    static Path directory;

    private static Team team;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(
                directory,
                builder -> builder.with("CLOUDLAB_MASTER_KEY", HexFormat.of().formatHex(KEY)));
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static Api with(String token) {
        return new Api(team.server().address(), token);
    }

    private static String claims(UnaryOperator<JWTCreator.Builder> change, Algorithm algorithm) {
        DecodedJWT real = JWT.decode(team.admin().token());
        return change.apply(JWT.create()
                        .withSubject(real.getSubject())
                        .withClaim("uid", real.getClaim("uid").asInt())
                        .withClaim("ver", real.getClaim("ver").asInt())
                        .withClaim("purpose", "access")
                        .withJWTId(real.getId())
                        .withIssuedAt(real.getIssuedAtAsInstant())
                        .withExpiresAt(real.getExpiresAtAsInstant()))
                .sign(algorithm);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> badTokens() {
        String[] real = team.admin().token().split("\\.");
        Map<String, Object> elsewhere = Map.of(
                "kid", "../../../../dev/null",
                "jku", "http://127.0.0.1:9/keys",
                "jwk", Map.of("kty", "oct", "k", base64("0123456789abcdef0123456789abcdef")));
        return Stream.of(
                Arguments.of("no algorithm", claims(token -> token, Algorithm.none())),
                Arguments.of("no algorithm, in other case", base64("{\"alg\":\"nOnE\"}") + "." + real[1] + "."),
                Arguments.of("stripped signature", real[0] + "." + real[1] + "."),
                Arguments.of("two parts", real[0] + "." + real[1]),
                Arguments.of("changed claims", real[0] + "." + base64("{\"uid\":1}") + "." + real[2]),
                Arguments.of("foreign signature", claims(token -> token, FOREIGN)),
                Arguments.of("a key of the attacker's", claims(token -> token.withHeader(elsewhere), FOREIGN)),
                Arguments.of("an empty key", claims(token -> token.withHeader(elsewhere), Algorithm.HMAC256(" "))),
                Arguments.of(
                        "another algorithm",
                        claims(token -> token, Algorithm.HMAC512(new MasterKey(KEY).derive("session-tokens")))),
                Arguments.of("RS256 in the header", base64("{\"alg\":\"RS256\"}") + "." + real[1] + "." + real[2]),
                Arguments.of("the key of another purpose", claims(token -> token, Algorithm.HMAC256(KEY))),
                Arguments.of(
                        "expired",
                        claims(token -> token.withExpiresAt(Instant.now().minusSeconds(1)), OURS)),
                Arguments.of("without end", claims(token -> token.withExpiresAt((Instant) null), OURS)),
                Arguments.of(
                        "not yet good",
                        claims(token -> token.withNotBefore(Instant.now().plusSeconds(600)), OURS)),
                Arguments.of(
                        "of the future",
                        claims(token -> token.withIssuedAt(Instant.now().plusSeconds(600)), OURS)),
                Arguments.of("for a reset", claims(token -> token.withClaim("purpose", "reset"), OURS)),
                Arguments.of("for an invitation", claims(token -> token.withClaim("purpose", "invite"), OURS)),
                Arguments.of("for a socket", claims(token -> token.withClaim("purpose", "ws"), OURS)),
                Arguments.of("for nothing", claims(token -> token.withClaim("purpose", (String) null), OURS)),
                Arguments.of("nobody's", claims(token -> token.withClaim("uid", 999_999), OURS)),
                Arguments.of("nobody's of old", claims(token -> token.withClaim("uid", -1), OURS)),
                Arguments.of("of another life", claims(token -> token.withClaim("ver", 999), OURS)),
                Arguments.of("an invitation", team.invite("invited_" + Long.toHexString(System.nanoTime()))),
                Arguments.of("a ticket for a socket", ticket()),
                Arguments.of("nonsense", "x"));
    }

    private static String ticket() {
        return team.admin()
                .post("/api/auth/socket-ticket", Map.of("path", "/api/jobs/ws/00000000"))
                .text("/ticket");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void tokenThatWasTamperedWithOpensNothing(String what, String token) throws Exception {
        Api.Answer answer = with(token).get("/api/auth/me");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Viewer.of(with(token), "00000000").awaitClose()).isEqualTo(4001);
        assertThat(team.server().log()).doesNotContain(token);
    }

    @Test
    void forgeriesAreWrittenDownWithoutTheToken() {
        String forged = claims(token -> token, FOREIGN);
        with(forged).get("/api/auth/me");

        assertThat(team.audited("session.forged")).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.path("resource").asText()).isEqualTo("auth");
            assertThat(entry.path("ip_address").asText()).isEqualTo("127.0.0.1");
            assertThat(entry.path("user_id").isNull()).isTrue();
            assertThat(entry.toString()).doesNotContain(forged);
        });
    }

    @Test
    void forgerWhoHadTheKeyWouldGetIn() {
        assertThat(with(claims(token -> token, OURS)).get("/api/auth/me").status())
                .as("the tokens above are forged well")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWRtaW46YWRtaW4=", "Bearer", "Token x", "bearer: x"})
    void otherWaysToAuthenticateCountForNothing(String header) {
        Api.Answer answer =
                team.nobody().send(team.nobody().request("/api/auth/me").header("Authorization", header));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("/detail")).isEqualTo("Not authenticated");
    }

    @Test
    void tokenInACookieOrAQueryCountsForNothing() {
        String token = team.admin().token();
        Api nobody = team.nobody();

        assertThat(nobody.get("/api/auth/me?token=" + token).status()).isEqualTo(401);
        assertThat(nobody.send(nobody.request("/api/auth/me").header("Cookie", "access_token=" + token))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void sessionIsOverAtTheVeryNextRequestAfterLogoutPasswordChangeAndDeactivation() {
        Api out = team.member("goes_out");
        assertThat(out.post("/api/auth/logout").status()).isEqualTo(200);
        assertThat(out.get("/api/auth/me").status()).isEqualTo(401);

        Api changing = team.member("changes");
        Api other = Api.signIn(team.server().address(), "changes", Team.PASSWORD);
        Api.Answer changed = changing.post(
                "/api/users/password", Map.of("current_password", Team.PASSWORD, "new_password", "another phrase"));
        assertThat(changing.get("/api/auth/me").status()).isEqualTo(401);
        assertThat(other.get("/api/auth/me").status()).isEqualTo(401);
        assertThat(with(changed.text("/access_token")).get("/api/auth/me").status())
                .isEqualTo(200);

        Api gone = team.member("is_let_go");
        assertThat(team.admin().delete("/api/users/" + Team.id(gone)).status()).isEqualTo(200);
        assertThat(gone.get("/api/auth/me").status()).isEqualTo(401);
        assertThat(team.nobody()
                        .post("/api/auth/login", Map.of("username", "is_let_go", "password", Team.PASSWORD))
                        .status())
                .isEqualTo(401);
    }
}
