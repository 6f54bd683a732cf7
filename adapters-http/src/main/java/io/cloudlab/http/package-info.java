/**
 * The HTTP and WebSocket door: {@link io.cloudlab.http.HttpAdapter} serves a {@code CloudLab} as configured by
 * {@link io.cloudlab.http.HttpConfig}. Everything else is private to the package.
 */
@NullMarked
package io.cloudlab.http;

import org.jspecify.annotations.NullMarked;
