/**
 * WebSockets: opening with a ticket or token, ordered sending to slow readers, closing.
 *
 * <p>A message takes this way: a {@code SocketStream} of a topic has something to say and wakes its
 * {@code WebSocketSession}; a {@code SerialTask} sends frame by frame, the next one when the former has left, so that a slow
 * reader costs neither a thread nor memory. What the frames hold is in the rooms below {@code api}.
 */
@NullMarked
package io.cloudlab.http.socket;

import org.jspecify.annotations.NullMarked;
