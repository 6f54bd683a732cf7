/**
 * Reading and changing the files of a service: configurations with versions and a way back, inputs, outputs, transfers.
 *
 * <p>A change takes this way: the use case checks the caller and the name, stores the former content as a version, and only then
 * lets the port {@link io.cloudlab.core.services.file.FileArea} replace the file; see ADR 8.
 */
@NullMarked
package io.cloudlab.core.services.file;

import org.jspecify.annotations.NullMarked;
