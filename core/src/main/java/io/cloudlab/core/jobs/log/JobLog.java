package io.cloudlab.core.jobs.log;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.vault.Redactor;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The output of jobs, as raw bytes and as numbered lines, of any size. Implementations are thread-safe and need
 * bounded memory.
 *
 * <p>A line ends with LF, and one CR before it does not belong to it; a line over {@value #MAX_LINE_LENGTH} bytes is split
 * there (never inside a UTF-8 sequence); the bytes after the last LF are a line once the log is finished. Line numbers
 * count from 0. A log that outgrew its quota lacks its middle; one line stands there and says how much is missing.
 *
 * <p>Every reader passes the job's {@link Redactor}; the implementation masks across all borders.
 */
public interface JobLog {
    /** Lines are split at this many bytes. */
    int MAX_LINE_LENGTH = 16 * 1024;

    /**
     * Makes an empty log; doing it again changes nothing.
     *
     * @throws io.cloudlab.core.shared.Unavailable if the disk refuses, or is too full for new jobs
     */
    void create(JobId id);

    /** Whether new jobs may be accepted. @throws io.cloudlab.core.shared.Unavailable if the disk is too full */
    void requireRoom();

    /** Adds a line of the system's own. */
    void append(JobId id, String line);

    /** What is known of a log now; zeroes for an unknown one. */
    State state(JobId id);

    /** Some lines from {@code fromLine} on, at most {@code maxLines} and about {@code maxBytes} of them. */
    LogChunk read(JobId id, long fromLine, int maxLines, int maxBytes, Redactor redactor);

    /** The last lines. Cheap enough for every row of a list: reads a few KiB at most. */
    List<String> tail(JobId id, int lines, Redactor redactor);

    /**
     * The last line, if it has stood without an end for half a second: a question, say. What might become a secret with
     * what comes next is left out; the number is that of the line it will be.
     */
    Optional<Line> openLine(JobId id, Redactor redactor);

    /** The raw bytes, as they are now. The caller closes the stream. */
    InputStream raw(JobId id, Redactor redactor);

    /**
     * Lines that hold {@code text}, without regard to case and to colours, in order, from {@code fromLine} on, at most {@code limit}.
     * What is masked cannot be found.
     */
    Found search(JobId id, String text, long fromLine, int limit, Redactor redactor);

    /**
     * A place in the log that moves forward.
     *
     * @param wake called, on any thread and perhaps more often than needed, when there may be more to read or the log
     *     has been finished; must return at once
     */
    Cursor follow(JobId id, long fromLine, Redactor redactor, Runnable wake);

    /**
     * Declares the log complete. Lines of {@code trailer} that do not stand at its end already are added.
     *
     * @return its final state
     */
    State finish(JobId id, List<String> trailer);

    /** Tells the ids of logs that were finished before {@code time} and have not been changed since. */
    void finishedBefore(Instant time, Consumer<JobId> each);

    /** Removes the log and everything else that is kept of the job on disk; doing it again changes nothing. */
    void delete(JobId id);

    /** @param deploymentId the first {@code DEPLOYMENT_ID=…} (word characters and hyphens) in the log */
    record State(
            long lines,
            long bytes,
            boolean finished,
            @Nullable String deploymentId) {
        public static final State EMPTY = new State(0, 0, false, null);
    }

    /** @param next where to go on searching, or -1 if the search has reached the end of the log */
    record Found(List<Line> lines, long next) {
        public Found {
            lines = List.copyOf(lines);
        }
    }

    record Line(long number, String text) {}

    /** Not thread-safe; closing it stops the wake-ups. */
    interface Cursor extends AutoCloseable {
        /** The next lines, about {@code maxBytes} of them; empty if there are none yet. */
        LogChunk next(int maxBytes);

        /**
         * As {@link JobLog#openLine}, once all lines before it have been read, and only if it is not what was answered
         * last. The wake-up is called when there may be one.
         */
        Optional<Line> openLine();

        /** Whether the log is finished and every line has been read. */
        boolean atEnd();

        @Override
        void close();
    }
}
