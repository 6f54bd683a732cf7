package io.cloudlab.http;

/** Begins the conversation on a WebSocket that has been accepted: the endpoint of a route for WebSockets. */
interface SocketOpener extends Route.Socket {
    Conversation open(SocketCall call);
}
