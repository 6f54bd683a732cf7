package io.cloudlab.http.security;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.http.error.Problems;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes sessions as JSON Web Tokens and reads them again (RFC 7519), with HS256 and nothing else. A token that was good
 * once is remembered, since its signature stays good; whether the session still stands is asked again each time.
 */
public final class Tokens {
    /** The code with which tokens are refused that were never given out. */
    static final String FORGED = "bad-token";

    private static final String USER_ID = "uid";
    private static final String VERSION = "ver";
    private static final String PURPOSE = "purpose";
    private static final String ACCESS = "access";
    private static final String SCHEME = "Bearer ";
    private static final int MAX_REMEMBERED = 10_000;

    private final byte[] key;
    private final Map<String, Session> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .<String, Session>build()
            .asMap();
    private volatile @Nullable Signer signer;

    public Tokens(byte[] key) {
        this.key = key.clone();
    }

    /** Made when the first token is seen: loading what it needs would delay the start. */
    private record Signer(Algorithm algorithm, JWTVerifier verifier) {}

    private Signer signer() {
        Signer made = signer;
        if (made == null) {
            Algorithm algorithm = Algorithm.HMAC256(key);
            made = new Signer(algorithm, verifier(algorithm));
            signer = made;
        }
        return made;
    }

    private static JWTVerifier verifier(Algorithm algorithm) {
        return JWT.require(algorithm)
                .withClaim(PURPOSE, ACCESS)
                .withClaimPresence(USER_ID)
                .withClaimPresence(VERSION)
                .withClaimPresence("sub")
                .withClaimPresence("jti")
                .withClaimPresence("iat")
                .withClaimPresence("exp")
                .build();
    }

    public String write(Session session) {
        return JWT.create()
                .withSubject(session.username())
                .withClaim(USER_ID, session.userId())
                .withClaim(VERSION, session.tokenVersion())
                .withClaim(PURPOSE, ACCESS)
                .withJWTId(session.id())
                .withIssuedAt(session.issuedAt())
                .withExpiresAt(session.expiresAt())
                .sign(signer().algorithm());
    }

    /**
     * @param authorization the header's value
     * @throws Unauthenticated if it does not hold a token of ours that is valid now
     */
    public Session ofHeader(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            throw Problems.notAuthenticated();
        return read(authorization.substring(SCHEME.length()).strip());
    }

    /** @throws Unauthenticated if it is not a token of ours that is valid now */
    public Session read(String token) {
        Session known = remembered.get(token);
        if (known != null) return known; // its time is looked at where the session is used
        Session session = verified(token);
        remembered.put(token, session);
        return session;
    }

    private Session verified(String token) {
        try {
            DecodedJWT jwt = signer().verifier().verify(token);
            Integer userId = jwt.getClaim(USER_ID).asInt();
            Integer version = jwt.getClaim(VERSION).asInt();
            String username = jwt.getSubject();
            String id = jwt.getId();
            Instant issued = jwt.getIssuedAtAsInstant();
            Instant expires = jwt.getExpiresAtAsInstant();
            if (userId == null
                    || version == null
                    || username == null
                    || id == null
                    || issued == null
                    || expires == null) throw badToken();
            return new Session(userId, username, version, id, issued, expires);
        } catch (TokenExpiredException e) {
            throw new Unauthenticated("session-over", "This session is no longer valid.");
        } catch (JWTVerificationException | IllegalArgumentException e) {
            throw badToken();
        }
    }

    private static Unauthenticated badToken() {
        return new Unauthenticated(FORGED, "This token is not valid.");
    }
}
