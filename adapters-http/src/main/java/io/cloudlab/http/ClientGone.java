package io.cloudlab.http;

/** The client closed the connection. */
final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGone(Throwable cause) {
        super(cause.getClass().getSimpleName(), cause, false, false);
    }
}
