/** The local machine and the lab directory: processes, job logs, catalogue. */
@NullMarked
package io.cloudlab.process;

import org.jspecify.annotations.NullMarked;
