/** The commands beside {@code serve}: check, migrate, user, vault. */
@NullMarked
package io.cloudlab.app.command;

import org.jspecify.annotations.NullMarked;
