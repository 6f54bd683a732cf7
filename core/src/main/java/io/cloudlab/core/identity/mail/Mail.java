package io.cloudlab.core.identity.mail;

import io.cloudlab.core.shared.EmailAddress;

/**
 * A mail to one person, in two forms.
 *
 * @param html values in it are escaped already
 */
public record Mail(EmailAddress to, String subject, String text, String html) {
    /** Leaves the text out, since it may hold a token. */
    @Override
    public String toString() {
        return "Mail[" + subject + "]";
    }
}
