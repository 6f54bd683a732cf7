package io.cloudlab.process.log;

import org.jspecify.annotations.Nullable;

/**
 * How far a log has been read.
 *
 * @param lines whole lines
 * @param settled the bytes of those lines
 * @param seen the bytes that were looked at
 */
record Progress(
        long lines,
        long settled,
        long seen,
        boolean finished,
        @Nullable String deploymentId) {
    static final Progress NONE = new Progress(0, 0, 0, false, null);
}
