/** Contracts of the ports of jobs. */
@NullMarked
package io.cloudlab.core.testing.contract.jobs;

import org.jspecify.annotations.NullMarked;
