/**
 * Secrets: sealed at rest with the master key, and masked in all text that leaves the system.
 *
 * <p>{@code Redactor} finds secrets in text in every form that common tools print them in: see ADR 18.
 */
@NullMarked
package io.cloudlab.core.vault;

import org.jspecify.annotations.NullMarked;
