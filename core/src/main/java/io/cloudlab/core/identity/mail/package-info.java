/**
 * Mail that is not lost: an outbox, kept sealed, and its delivery through the port {@link io.cloudlab.core.identity.mail.Mailer}.
 *
 * <p>Does not belong here: what a mail says; that is {@code AccountMails} in {@code identity}.
 */
@NullMarked
package io.cloudlab.core.identity.mail;

import org.jspecify.annotations.NullMarked;
