package io.cloudlab.http.error;

/** The client closed the connection. */
public final class ClientDisconnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientDisconnected(Throwable cause) {
        super(cause.getClass().getSimpleName(), cause, false, false);
    }
}
