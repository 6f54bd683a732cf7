package io.cloudlab.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.http.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Algorithm OURS = Algorithm.HMAC256(TestServer.KEY);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Session SESSION = new Session(4, "mira", 2, "session-1", NOW, NOW.plusSeconds(60));

    private final Tokens tokens = new Tokens(TestServer.KEY);

    private static String token(UnaryOperator<JWTCreator.Builder> change, Algorithm algorithm) {
        return change.apply(JWT.create()
                        .withSubject("mira")
                        .withClaim("uid", 4)
                        .withClaim("ver", 2)
                        .withClaim("purpose", "access")
                        .withJWTId("session-1")
                        .withIssuedAt(NOW)
                        .withExpiresAt(NOW.plusSeconds(60)))
                .sign(algorithm);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> tokens.read(token)).isInstanceOf(Unauthenticated.class);
    }

    @Test
    void sessionSurvivesTheJourney() {
        String token = tokens.write(SESSION);

        assertThat(tokens.read(token)).isEqualTo(SESSION);
        assertThat(tokens.read(token)).isEqualTo(SESSION);
        assertThat(tokens.ofHeader("bearer " + token)).isEqualTo(SESSION);
        assertThat(tokens.read(token(builder -> builder, OURS))).isEqualTo(SESSION);
    }

    @Test
    void foreignSignaturesAndAlgorithmsAreRefused() {
        byte[] otherKey = TestServer.KEY.clone();
        otherKey[0]++;

        assertRefused(token(builder -> builder, Algorithm.HMAC256(otherKey)));
        assertRefused(token(builder -> builder, Algorithm.HMAC512(TestServer.KEY)));
        assertRefused(token(builder -> builder, Algorithm.none()));
    }

    @Test
    void strippedSignatureIsRefused() {
        String[] parts = tokens.write(SESSION).split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertRefused(parts[0] + "." + parts[1] + ".");
        assertRefused(none + "." + parts[1] + ".");
        assertRefused(none + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void headersThatNameKeysChangeNothing() {
        byte[] otherKey = new byte[32];
        Map<String, Object> header = Map.of("kid", "../../dev/null", "jku", "http://evil.example/keys");

        assertRefused(token(builder -> builder.withHeader(header), Algorithm.HMAC256(otherKey)));
    }

    @Test
    void tokensOutsideTheirTimeAreRefused() {
        assertRefused(token(builder -> builder.withExpiresAt(NOW.minusSeconds(1)), OURS));
        assertRefused(token(builder -> builder.withNotBefore(NOW.plusSeconds(3600)), OURS));
        assertRefused(token(builder -> builder.withIssuedAt(NOW.plusSeconds(3600)), OURS));
        assertRefused(token(builder -> builder.withExpiresAt((Instant) null), OURS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "invite", "ws"})
    void tokensForOtherPurposesAreRefused(String purpose) {
        assertRefused(token(builder -> builder.withClaim("purpose", purpose), OURS));
    }

    @Test
    void tokensThatLackSomethingAreRefused() {
        assertRefused(token(builder -> builder.withClaim("uid", (Integer) null), OURS));
        assertRefused(token(builder -> builder.withClaim("uid", "four"), OURS));
        assertRefused(token(builder -> builder.withSubject(null), OURS));
        assertRefused(token(builder -> builder.withJWTId(null), OURS));
        assertRefused(token(builder -> builder.withClaim("ver", (Integer) null), OURS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "..", "eyJ9.eyJ9.eyJ9", "Bearer x"})
    void nonsenseIsRefused(String token) {
        assertRefused(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic bWlyYTp4", "Bearer", "Token x", ""})
    void otherSchemesCountAsNoToken(String header) {
        assertThatThrownBy(() -> tokens.ofHeader(header))
                .isInstanceOf(Unauthenticated.class)
                .hasMessage("Not authenticated");
    }
}
