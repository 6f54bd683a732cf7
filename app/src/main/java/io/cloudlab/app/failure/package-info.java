/** A start or command that failed for a reason the user can mend, and how such reasons are worded. */
@NullMarked
package io.cloudlab.app.failure;

import org.jspecify.annotations.NullMarked;
