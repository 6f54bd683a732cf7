package io.cloudlab.http.api.people;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.http.security.Tokens;
import java.util.List;

/** The answer to a sign-in. */
record TokenJson(String accessToken, String tokenType, UserJson.Brief user, List<String> permissions) {
    static TokenJson of(Tokens tokens, SignedIn signedIn) {
        return new TokenJson(
                tokens.write(signedIn.session()),
                "bearer",
                UserJson.Brief.of(signedIn.user()),
                signedIn.permissions().stream().map(Permission::codename).toList());
    }
}
