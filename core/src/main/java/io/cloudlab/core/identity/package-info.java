/** The people who use the system: accounts, passwords and sessions. */
@NullMarked
package io.cloudlab.core.identity;

import org.jspecify.annotations.NullMarked;
