/** Routes of jobs, and the socket that streams a job's output. */
@NullMarked
package io.cloudlab.http.api.jobs;

import org.jspecify.annotations.NullMarked;
