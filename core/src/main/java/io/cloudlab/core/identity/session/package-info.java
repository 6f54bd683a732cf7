/**
 * Signing in, sessions, and the rights a session has at this moment.
 *
 * <p>A request's token is turned into a {@code Caller} by {@code Sessions}; {@code AccessCache} remembers the answer for a
 * moment, and forgets it as soon as the account, its roles or its password change.
 */
@NullMarked
package io.cloudlab.core.identity.session;

import org.jspecify.annotations.NullMarked;
