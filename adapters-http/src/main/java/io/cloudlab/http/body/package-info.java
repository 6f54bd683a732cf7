/** Bodies of requests and answers: JSON, uploads, downloads, exports, and the threads on which slow work runs. */
@NullMarked
package io.cloudlab.http.body;

import org.jspecify.annotations.NullMarked;
