/** The embedder's door. */
@NullMarked
package io.cloudlab.core;

import org.jspecify.annotations.NullMarked;
