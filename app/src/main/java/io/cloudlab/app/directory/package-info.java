/** The data directory with its lock and keys, the samples for a new lab, and files that are replaced as a whole. */
@NullMarked
package io.cloudlab.app.directory;

import org.jspecify.annotations.NullMarked;
