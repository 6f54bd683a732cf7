/**
 * The server on its socket: Jetty with Javalin's routes behind the request guard.
 *
 * <p>A request takes this way: {@code RequestGuard} checks the host and the origin, finds the route, recognises the caller,
 * checks the permission, and waits for the body; the route's handler runs in an {@code Exchange}; an exception becomes a
 * problem document. Nothing is read or started for a request that the guard refuses.
 */
@NullMarked
package io.cloudlab.http.server;

import org.jspecify.annotations.NullMarked;
