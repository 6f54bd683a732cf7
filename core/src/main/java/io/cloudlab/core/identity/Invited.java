package io.cloudlab.core.identity;

import io.cloudlab.core.identity.user.Profile;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an invitation.
 *
 * @param mailed whether a mail waits to be sent
 * @param link the link to hand over to the user where no mail can be sent; else null
 */
public record Invited(
        Profile profile, boolean mailed, @Nullable String link) {
    /** Leaves the link out, since its holder can sign in. */
    @Override
    public String toString() {
        return "Invited[" + profile.user() + "]";
    }
}
