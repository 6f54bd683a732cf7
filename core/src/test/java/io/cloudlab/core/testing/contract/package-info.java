/** Contracts that fakes and real adapters both pass, one for each port. */
@NullMarked
package io.cloudlab.core.testing.contract;

import org.jspecify.annotations.NullMarked;
