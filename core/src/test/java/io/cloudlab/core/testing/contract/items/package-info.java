/** Contracts of the stores of the inventory. */
@NullMarked
package io.cloudlab.core.testing.contract.items;

import org.jspecify.annotations.NullMarked;
