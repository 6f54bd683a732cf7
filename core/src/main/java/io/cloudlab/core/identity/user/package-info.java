/**
 * The user: name, address, profile, status, and the store that keeps them. {@code UserEvents} tells other rooms that a user
 * has changed.
 */
@NullMarked
package io.cloudlab.core.identity.user;

import org.jspecify.annotations.NullMarked;
