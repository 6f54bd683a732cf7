/** Terminals: shells on servers, the keys those servers are known by, and who may use them. */
@NullMarked
package io.cloudlab.core.terminal;

import org.jspecify.annotations.NullMarked;
