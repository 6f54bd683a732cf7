/** The server: configuration, wiring and commands; the first embedder of the library. */
@NullMarked
package io.cloudlab.app;

import org.jspecify.annotations.NullMarked;
