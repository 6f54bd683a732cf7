package io.cloudlab.http.socket;

import io.cloudlab.http.routing.Route;

/** Begins the conversation on a WebSocket that has been accepted: the endpoint of a route for WebSockets. */
public interface SocketOpener extends Route.Socket {
    WebSocketConnection open(SocketCall call);
}
