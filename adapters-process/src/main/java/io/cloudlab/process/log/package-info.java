/**
 * The output of jobs on disk: written by the job's own processes, read, masked, searched and followed here.
 *
 * <p>A line takes this way: a process of the job prints it into a pipe; the job's copier appends it to the spool file; the
 * poll loop sees that the file has grown; {@code Spool} extends the {@code LineIndex} and wakes the cursors; a
 * {@code SpoolCursor} reads whole lines through {@code SpoolReader}, masks them with the job's redactor, and hands a
 * {@code LogChunk} to the follower of the job. Chunks that many viewers read at once come from the {@code ChunkCache}.
 *
 * <p>Does not belong here: starting and ending processes, which is in the room {@code run}. The format of spool and index
 * files is a promise: jobs that run outlive an upgrade of the server.
 */
@NullMarked
package io.cloudlab.process.log;

import org.jspecify.annotations.NullMarked;
