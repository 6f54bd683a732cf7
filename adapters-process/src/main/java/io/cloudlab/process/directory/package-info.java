/**
 * Safe access to directories that others may change at the same time: no symbolic link is followed on the way.
 *
 * <p>Belongs here: opening, listing, stamping and deleting below a root. Does not belong here: what the files mean.
 */
@NullMarked
package io.cloudlab.process.directory;

import org.jspecify.annotations.NullMarked;
