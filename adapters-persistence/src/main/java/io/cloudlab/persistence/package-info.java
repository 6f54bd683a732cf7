/** Keeps the core's data in H2 or PostgreSQL. */
@NullMarked
package io.cloudlab.persistence;

import org.jspecify.annotations.NullMarked;
