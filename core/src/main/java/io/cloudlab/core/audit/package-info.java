/**
 * The audit trail: who did what to which object, when and from which address. Entries are only ever added.
 *
 * <p>Use cases write their entry in the transaction that makes the change, so that neither exists without the other.
 */
@NullMarked
package io.cloudlab.core.audit;

import org.jspecify.annotations.NullMarked;
