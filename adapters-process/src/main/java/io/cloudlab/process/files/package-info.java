/**
 * Reading and changing the files of a service: configurations, inputs and outputs, with their former contents.
 *
 * <p>A change takes this way: {@code LabFileArea} opens the folder without following links, {@code LabDraft} writes the new
 * content beside the old one and syncs it, {@code FileContentArchive} keeps the old one, and a rename makes it visible.
 */
@NullMarked
package io.cloudlab.process.files;

import org.jspecify.annotations.NullMarked;
