/** Who may do what: permissions, roles and the caller of every use case. */
@NullMarked
package io.cloudlab.core.access;

import org.jspecify.annotations.NullMarked;
