/**
 * What types declare: fields with their kinds and limits, actions, permissions, and how values are checked against them.
 *
 * <p>The declarations come through the port {@link io.cloudlab.core.inventory.type.TypeSource}; where they are files is the
 * adapter's affair.
 */
@NullMarked
package io.cloudlab.core.inventory.type;

import org.jspecify.annotations.NullMarked;
