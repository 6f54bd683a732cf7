/**
 * Permissions, roles and the {@link io.cloudlab.core.access.Caller} on whose behalf a use case acts.
 *
 * <p>Belongs here: the vocabulary of authorisation and the sealed result of a check. Does not belong here: rules on single
 * objects, which are in {@code inventory.item}, and managing roles, which is a use case of {@code identity}.
 */
@NullMarked
package io.cloudlab.core.access;

import org.jspecify.annotations.NullMarked;
