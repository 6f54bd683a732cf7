/** Problem documents (RFC 9457): how exceptions become answers, and what is logged of them. */
@NullMarked
package io.cloudlab.http.error;

import org.jspecify.annotations.NullMarked;
