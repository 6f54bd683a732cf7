/** Which server uses a database: one at a time, held by a lease that it renews. See ADR 23. */
@NullMarked
package io.cloudlab.core.server;

import org.jspecify.annotations.NullMarked;
