/**
 * What a script takes: declared inputs, their kinds, defaults and patterns, and checking given values against them.
 *
 * <p>Patterns run on an engine without backtracking, in bounded steps, and take turns: see ADR 22.
 */
@NullMarked
package io.cloudlab.core.services.input;

import org.jspecify.annotations.NullMarked;
