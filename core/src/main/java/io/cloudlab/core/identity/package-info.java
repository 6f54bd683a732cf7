/**
 * Use cases about accounts: first administrator, invitations, profiles, passwords, roles of users, administration of users.
 *
 * <p>An invitation takes this way: {@code Invitations} checks the caller and stores the invited user, {@code AccountLinks} creates
 * a token of which only the digest is stored, {@code AccountMails} writes the mail, and {@code Outbox} keeps it sealed in the same
 * transaction until {@code MailDelivery} has handed it to the {@code Mailer}.
 *
 * <p>Does not belong here: what a user is ({@code user}), signing in ({@code session}), sending mail ({@code mail}).
 */
@NullMarked
package io.cloudlab.core.identity;

import org.jspecify.annotations.NullMarked;
