/** Ports in memory that a test directs. */
@NullMarked
package io.cloudlab.core.testing.fake;

import org.jspecify.annotations.NullMarked;
