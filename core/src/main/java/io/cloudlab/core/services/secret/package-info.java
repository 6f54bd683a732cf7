/**
 * Secret values that scripts are handed as variables: those of one service, and those of the whole lab. They are written
 * and replaced, but never shown again.
 *
 * <p>Not here: the password of the Ansible vault, which belongs to the vault room, and what a single run is sent.
 */
@NullMarked
package io.cloudlab.core.services.secret;

import org.jspecify.annotations.NullMarked;
