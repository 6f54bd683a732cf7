/** Routes of terminals and host keys, and the frames of a terminal's socket. */
@NullMarked
package io.cloudlab.http.api.terminals;

import org.jspecify.annotations.NullMarked;
