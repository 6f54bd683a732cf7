package io.cloudlab.http;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.SignedIn;
import java.util.List;

/** What whoever signs in is given. */
record TokenJson(String accessToken, String tokenType, UserJson.Brief user, List<String> permissions) {
    static TokenJson of(Tokens tokens, SignedIn signedIn) {
        return new TokenJson(
                tokens.write(signedIn.session()),
                "bearer",
                UserJson.Brief.of(signedIn.user()),
                signedIn.permissions().stream().map(Permission::codename).toList());
    }
}
