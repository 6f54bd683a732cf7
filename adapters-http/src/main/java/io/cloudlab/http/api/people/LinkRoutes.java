package io.cloudlab.http.api.people;

import io.cloudlab.core.identity.Invitations;
import io.cloudlab.core.identity.Passwords;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Limit;
import io.cloudlab.http.security.RateLimits;
import io.cloudlab.http.security.Tokens;
import io.cloudlab.http.work.BoundedExecutor;
import io.cloudlab.http.work.DeferredWork;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/auth}, for those who come by a link in a mail, or ask for one. */
final class LinkRoutes implements RouteGroup {
    private static final Logger LOG = LoggerFactory.getLogger(LinkRoutes.class);

    private static final Param<String> TOKEN = Param.path("token", "What the link ends with.", text -> text);

    private static final int MAX_EMAIL_LENGTH = 254;

    private final Invitations invitations;
    private final Passwords passwords;
    private final Tokens tokens;
    private final BoundedExecutor hashing;
    private final DeferredWork afterwards;
    private final RateLimits limits;

    LinkRoutes(
            Invitations invitations,
            Passwords passwords,
            Tokens tokens,
            BoundedExecutor hashing,
            DeferredWork afterwards,
            RateLimits limits) {
        this.invitations = invitations;
        this.passwords = passwords;
        this.tokens = tokens;
        this.hashing = hashing;
        this.afterwards = afterwards;
        this.limits = limits;
    }

    record AcceptJson(char[] password, @Nullable String displayName) {
        AcceptJson {
            Bodies.require("password", password);
        }
    }

    record ResetJson(char[] password) {
        ResetJson {
            Bodies.require("password", password);
        }
    }

    record ForgottenJson(String email) {
        ForgottenJson {
            Bodies.require("email", email);
        }
    }

    record ForgottenAnswerJson(String status, String message) {
        static final ForgottenAnswerJson ALWAYS = new ForgottenAnswerJson(
                "ok", "If an account has this address, a link to choose a new password is on its way.");
    }

    @Override
    public String name() {
        return "Authentication";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.post("acceptInvite", "/api/auth/invite/{token}")
                .by(Access.PUBLIC)
                .summary("Accept an invitation: choose a password and begin a session. The link works once.")
                .takes(TOKEN)
                .limit(Limit.INVITE)
                .body(AcceptJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(TokenJson.class)
                .fails(400, 409)
                .to(this::accept);
        routes.post("requestPasswordReset", "/api/auth/forgot-password")
                .by(Access.PUBLIC)
                .summary("Ask for a mail with a link to choose a new password. The answer is always the same.")
                .limit(Limit.FORGOTTEN)
                .body(ForgottenJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(ForgottenAnswerJson.class)
                .to(this::forgotten);
        routes.post("resetPassword", "/api/auth/password-reset/{token}")
                .by(Access.PUBLIC)
                .summary("Choose a new password. The link works once, and every session ends.")
                .takes(TOKEN)
                .limit(Limit.RESET)
                .body(ResetJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(StatusJson.class)
                .fails(400, 409)
                .to(this::reset);
    }

    private void accept(Exchange exchange) {
        AcceptJson body = exchange.body(AcceptJson.class);
        String token = exchange.get(TOKEN);
        exchange.answer(
                hashing,
                () -> exchange.json(TokenJson.of(
                        tokens, invitations.accept(exchange.caller(), token, body.password(), body.displayName()))),
                () -> Bodies.wipe(body.password()));
    }

    private void forgotten(Exchange exchange) {
        String email = exchange.body(ForgottenJson.class).email().strip();
        afterwards.run(() -> exchange.json(ForgottenAnswerJson.ALWAYS), () -> {
            if (limits.take(Limit.MAIL, accountOf(email)) == 0) passwords.requestReset(exchange.caller(), email);
            else LOG.warn("Too many password resets of one address were requested; no mail was sent.");
        });
    }

    /** The one address that all its spellings mean. */
    private static String accountOf(String email) {
        try {
            return new EmailAddress(email).value();
        } catch (InvalidInput e) {
            return email.length() > MAX_EMAIL_LENGTH ? "" : email.toLowerCase(Locale.ROOT);
        }
    }

    private void reset(Exchange exchange) {
        ResetJson body = exchange.body(ResetJson.class);
        String token = exchange.get(TOKEN);
        exchange.answer(
                hashing,
                () -> {
                    passwords.reset(exchange.caller(), token, body.password());
                    exchange.json(new StatusJson("ok"));
                },
                () -> Bodies.wipe(body.password()));
    }
}
