package io.cloudlab.core.identity;

import java.net.URI;
import java.util.function.Supplier;

/** The links people are sent. Their base is configured; nothing a request says can change it. */
final class Links {
    private final Supplier<URI> base;

    Links(Supplier<URI> base) {
        this.base = base;
    }

    String acceptInvite(String token) {
        return base() + "/#accept-invite-" + token;
    }

    String resetPassword(String token) {
        return base() + "/#reset-password-" + token;
    }

    private String base() {
        String text = base.get().toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
