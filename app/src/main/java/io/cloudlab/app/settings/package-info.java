/** Settings of the server: options, environment, {@code .env} file and defaults, checked before anything starts. */
@NullMarked
package io.cloudlab.app.settings;

import org.jspecify.annotations.NullMarked;
