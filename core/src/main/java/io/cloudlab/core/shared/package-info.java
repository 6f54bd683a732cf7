/**
 * What every other room needs: errors and their kinds, pages, transactions, text. Depends on nothing but the JDK.
 *
 * <p>Belongs here: only what at least two rooms use and what knows none of them.
 */
@NullMarked
package io.cloudlab.core.shared;

import org.jspecify.annotations.NullMarked;
