/**
 * Threads for work that must not run on those that answer requests: bounded, named, and ended without an interrupt.
 *
 * <p>Belongs here: pools and their shutdown. Does not belong here: what runs on them. A pool that is full refuses with 429.
 */
@NullMarked
package io.cloudlab.http.work;

import org.jspecify.annotations.NullMarked;
