package io.cloudlab.http;

/** Nobody is left to be answered. */
final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGone(Throwable cause) {
        super(cause.getClass().getSimpleName(), cause, false, false);
    }
}
