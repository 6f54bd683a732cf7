package io.cloudlab.http.api.people;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.Accounts;
import io.cloudlab.core.identity.InitialSetup;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Limit;
import io.cloudlab.http.security.PasswordAttemptLimiter;
import io.cloudlab.http.security.Tokens;
import io.cloudlab.http.work.BoundedExecutor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/auth}. */
final class AuthRoutes implements RouteGroup {
    private static final int MAX_RENDERED = 1_000;

    private final Accounts accounts;
    private final SignIn signIn;
    private final Tokens tokens;
    private final BoundedExecutor passwords;
    private final PasswordAttemptLimiter guesses;
    private final Map<Integer, Rendered> rendered = Caffeine.newBuilder()
            .maximumSize(MAX_RENDERED)
            .<Integer, Rendered>build()
            .asMap();

    AuthRoutes(
            Accounts accounts,
            SignIn signIn,
            Tokens tokens,
            BoundedExecutor passwords,
            PasswordAttemptLimiter guesses) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.tokens = tokens;
        this.passwords = passwords;
        this.guesses = guesses;
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
            Bodies.require("username", username);
            Bodies.require("password", password);
        }
    }

    record LoginJson(String username, char[] password) {
        LoginJson {
            Bodies.require("username", username);
            Bodies.require("password", password);
        }
    }

    @Override
    public String name() {
        return "Authentication";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("isSetupRequired", "/api/auth/setup-required")
                .by(Access.PUBLIC)
                .summary("Whether the first administrator has yet to be created.")
                .answers(SetupRequiredJson.class)
                .fails(503)
                .to(exchange -> exchange.json(new SetupRequiredJson(accounts.setupRequired())));
        routes.post("setUp", "/api/auth/setup")
                .by(Access.PUBLIC)
                .summary("Create the first administrator of an empty system, once.")
                .body(SetupJson.class)
                .bodyLimit(Bodies.SMALL)
                .limit(Limit.SETUP)
                .answers(TokenJson.class)
                .fails(400, 403)
                .to(this::setup);
        routes.post("login", "/api/auth/login")
                .by(Access.PUBLIC)
                .summary("Begin a session.")
                .body(LoginJson.class)
                .bodyLimit(Bodies.SMALL)
                .limit(Limit.LOGIN)
                .answers(TokenJson.class)
                .fails(400, 401)
                .to(this::login);
        routes.get("getMe", "/api/auth/me")
                .by(Access.ANY_USER)
                .summary("The user the token belongs to, and what they may do.")
                .answers(UserJson.class)
                .to(this::me);
        routes.post("logout", "/api/auth/logout")
                .by(Access.ANY_USER)
                .summary("End the session the token belongs to.")
                .answers(StatusJson.class)
                .to(exchange -> {
                    signIn.signOut(exchange.caller(), exchange.session());
                    exchange.json(new StatusJson("ok"));
                });
    }

    private void setup(Exchange exchange) {
        SetupJson body = exchange.body(SetupJson.class);
        InitialSetup command =
                new InitialSetup(body.username(), body.password(), body.vaultPassword(), body.setupCode());
        exchange.answer(
                passwords,
                () -> exchange.json(TokenJson.of(tokens, accounts.setup(exchange.caller(), command))),
                () -> {
                    Bodies.wipe(body.password());
                    Bodies.wipe(body.vaultPassword());
                });
    }

    private void login(Exchange exchange) {
        LoginJson body = exchange.body(LoginJson.class);
        Caller caller = exchange.caller();
        PasswordAttemptLimiter.Attempt attempt = guesses.begin(body.username(), caller.ipAddress());
        exchange.answer(
                passwords,
                () -> {
                    SignedIn signedIn = attempt.make(() -> signIn.signIn(caller, body.username(), body.password()));
                    exchange.json(TokenJson.of(tokens, signedIn));
                },
                () -> {
                    attempt.close();
                    Bodies.wipe(body.password());
                });
    }

    private void me(Exchange exchange) {
        Profile profile = signIn.me(exchange.caller());
        int id = profile.user().id();
        Rendered known = rendered.get(id);
        if (known == null || known.profile() != profile) {
            known = new Rendered(profile, Json.bytes(UserJson.withPermissions(profile)));
            rendered.put(id, known);
        }
        exchange.json(known.json());
    }
}
