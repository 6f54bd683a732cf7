/** Secrets: sealed at rest, and masked wherever text leaves the system. */
@NullMarked
package io.cloudlab.core.vault;

import org.jspecify.annotations.NullMarked;
