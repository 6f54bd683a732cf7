package io.cloudlab.http;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Accounts;
import io.cloudlab.core.identity.Profile;
import io.cloudlab.core.identity.SetUp;
import io.cloudlab.core.identity.SignIn;
import io.cloudlab.core.identity.SignedIn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /api/auth}. */
final class AuthRoutes implements RouteGroup {
    /** Enough for any name and password, and little for those who just send. */
    private static final int BODY_LIMIT = 16 * 1024;

    private static final int MOST_RENDERED = 1_000;

    private final Accounts accounts;
    private final SignIn signIn;
    private final Tokens tokens;
    private final Map<Integer, Rendered> rendered = new ConcurrentHashMap<>();

    AuthRoutes(Accounts accounts, SignIn signIn, Tokens tokens) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.tokens = tokens;
    }

    /** The answer for exactly this profile. */
    private record Rendered(Profile profile, byte[] json) {}

    record SetupRequiredJson(boolean setupRequired) {}

    record SetupJson(
            String username,
            char[] password,
            char @Nullable [] vaultPassword,
            @Nullable String setupCode) {
        SetupJson {
            require("username", username);
            require("password", password);
        }
    }

    record LoginJson(String username, char[] password) {
        LoginJson {
            require("username", username);
            require("password", password);
        }
    }

    record LoggedOutJson(String status) {}

    @Override
    public String name() {
        return "Authentication";
    }

    @Override
    public void declare(Declarations routes) {
        routes.get("/api/auth/setup-required")
                .by(Access.EVERYBODY)
                .summary("Whether the first administrator has yet to be created.")
                .answers(SetupRequiredJson.class)
                .to(exchange -> exchange.json(new SetupRequiredJson(accounts.setupRequired())));
        routes.post("/api/auth/setup")
                .by(Access.EVERYBODY)
                .summary("Create the first administrator of an empty system, once.")
                .body(SetupJson.class)
                .bodyLimit(BODY_LIMIT)
                .answers(TokenJson.class)
                .fails(400, 403)
                .to(this::setup);
        routes.post("/api/auth/login")
                .by(Access.EVERYBODY)
                .summary("Begin a session.")
                .body(LoginJson.class)
                .bodyLimit(BODY_LIMIT)
                .answers(TokenJson.class)
                .fails(400, 401)
                .to(this::login);
        routes.get("/api/auth/me")
                .by(Access.ANY_USER)
                .summary("Who the token belongs to, and what he may do.")
                .answers(ProfileJson.class)
                .to(this::me);
        routes.post("/api/auth/logout")
                .by(Access.ANY_USER)
                .summary("End the session the token belongs to.")
                .answers(LoggedOutJson.class)
                .to(exchange -> {
                    signIn.signOut(exchange.caller(), exchange.session());
                    exchange.json(new LoggedOutJson("ok"));
                });
    }

    private void setup(Exchange exchange) {
        SetupJson body = exchange.body(SetupJson.class);
        try {
            SetUp command = new SetUp(body.username(), body.password(), body.vaultPassword(), body.setupCode());
            exchange.json(token(accounts.setup(exchange.caller(), command)));
        } finally {
            wipe(body.password());
            wipe(body.vaultPassword());
        }
    }

    private void login(Exchange exchange) {
        LoginJson body = exchange.body(LoginJson.class);
        try {
            exchange.json(token(signIn.signIn(exchange.caller(), body.username(), body.password())));
        } finally {
            wipe(body.password());
        }
    }

    private void me(Exchange exchange) {
        Profile profile = signIn.me(exchange.caller());
        int id = profile.user().id();
        Rendered known = rendered.get(id);
        if (known == null || known.profile() != profile) {
            known = new Rendered(profile, Json.bytes(ProfileJson.of(profile)));
            if (rendered.size() >= MOST_RENDERED) rendered.clear();
            rendered.put(id, known);
        }
        exchange.json(known.json());
    }

    private TokenJson token(SignedIn signedIn) {
        return new TokenJson(
                tokens.write(signedIn.session()),
                "bearer",
                UserJson.Brief.of(signedIn.user()),
                signedIn.permissions().stream().map(Permission::codename).toList());
    }

    record TokenJson(String accessToken, String tokenType, UserJson.Brief user, List<String> permissions) {}

    private static void require(String member, @Nullable Object value) {
        if (value == null) throw Refusal.at(List.of("body", member), "is missing", "missing");
    }

    private static void wipe(char @Nullable [] secret) {
        if (secret != null) Arrays.fill(secret, '\0');
    }
}
