/** Remote shells over SSH: the only place that may know an SSH library. */
@NullMarked
package io.cloudlab.ssh;

import org.jspecify.annotations.NullMarked;
