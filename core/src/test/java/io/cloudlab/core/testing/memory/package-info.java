/** Stores in memory, for tests of use cases. */
@NullMarked
package io.cloudlab.core.testing.memory;

import org.jspecify.annotations.NullMarked;
