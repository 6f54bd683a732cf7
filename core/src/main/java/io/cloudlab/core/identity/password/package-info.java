/** Rules for new passwords, and the port that hashes and compares them. */
@NullMarked
package io.cloudlab.core.identity.password;

import org.jspecify.annotations.NullMarked;
