/** What was done, by whom, when and from where; append only. */
@NullMarked
package io.cloudlab.core.audit;

import org.jspecify.annotations.NullMarked;
