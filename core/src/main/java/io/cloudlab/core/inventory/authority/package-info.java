/**
 * Which hosts and services a caller has power over when an action or terminal names them by an object's values.
 *
 * <p>Objects are data that users write; a value alone must not open a door. See ADR 24.
 */
@NullMarked
package io.cloudlab.core.inventory.authority;

import org.jspecify.annotations.NullMarked;
