/**
 * The library's entry: {@link io.cloudlab.core.CloudLab} and its builder, and the assembly that creates every use case.
 *
 * <p>Each use case is a class in one of the packages below, and {@code CloudLab} has one getter for each. A call takes this
 * way: the adapter names the {@code Caller}, the use case checks permission and input, changes what its stores hold in one
 * transaction, writes the audit entry into the same transaction, and returns records. Nothing here knows HTTP, SQL or files:
 * those are behind the ports, which adapters implement (see {@code Stores} for the ones that keep data).
 */
@NullMarked
package io.cloudlab.core;

import org.jspecify.annotations.NullMarked;
