/** Doubles for the ports of the core, and the contracts that they and the real adapters both pass. */
@NullMarked
package io.cloudlab.core.testing;

import org.jspecify.annotations.NullMarked;
