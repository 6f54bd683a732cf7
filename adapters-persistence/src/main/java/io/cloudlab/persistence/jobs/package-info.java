/**
 * The stores of jobs and of what comes from running them: the instance cache, versions of files, host keys.
 *
 * <p>Belongs here: SQL about jobs. Does not belong here: the output of jobs, which is in files and never in the database.
 */
@NullMarked
package io.cloudlab.persistence.jobs;

import org.jspecify.annotations.NullMarked;
