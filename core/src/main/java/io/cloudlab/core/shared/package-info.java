/** What every other package needs: refusals, pages, transactions. */
@NullMarked
package io.cloudlab.core.shared;

import org.jspecify.annotations.NullMarked;
