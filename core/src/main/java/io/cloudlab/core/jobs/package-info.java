/** Running things: launch, queue, watch, cancel, and survive a crash of the server. */
@NullMarked
package io.cloudlab.core.jobs;

import org.jspecify.annotations.NullMarked;
