/**
 * What protects the server: hosts, origins, addresses, tokens, rates, budgets, guesses and headers.
 *
 * <p>Belongs here: what is decided from the request alone or counted over requests. Does not belong here: permissions, which
 * the use cases of the core check.
 */
@NullMarked
package io.cloudlab.http.security;

import org.jspecify.annotations.NullMarked;
