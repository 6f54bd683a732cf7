/**
 * Reads the YAML files of a lab by tables of keys, so that reader, warning and schema say the same.
 *
 * <p>Belongs here: the mechanism. Does not belong here: what a certain file may hold; those tables are beside their readers
 * in the rooms {@code catalogue} and {@code types}.
 */
@NullMarked
package io.cloudlab.process.yaml;

import org.jspecify.annotations.NullMarked;
