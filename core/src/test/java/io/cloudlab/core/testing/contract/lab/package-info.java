/** Contracts of the ports to a lab's directory, and to hosts and mail servers. */
@NullMarked
package io.cloudlab.core.testing.contract.lab;

import org.jspecify.annotations.NullMarked;
