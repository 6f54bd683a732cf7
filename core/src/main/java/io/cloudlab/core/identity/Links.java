package io.cloudlab.core.identity;

import java.net.URI;

/** The links people are sent. Their base is configured; nothing a request says can change it. */
final class Links {
    private final String base;

    Links(URI base) {
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    String acceptInvite(String token) {
        return base + "/#accept-invite-" + token;
    }

    String resetPassword(String token) {
        return base + "/#reset-password-" + token;
    }
}
