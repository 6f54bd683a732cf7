/**
 * The stores of accounts: users, roles, sessions, account tokens, mails that wait, sealed secrets and the audit trail.
 *
 * <p>Belongs here: SQL about people and what they did. Lists that are long in practice (users, audit entries) build their
 * statement in a class of their own beside the store.
 */
@NullMarked
package io.cloudlab.persistence.people;

import org.jspecify.annotations.NullMarked;
