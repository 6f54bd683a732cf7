package io.cloudlab.core.terminal;

import org.jspecify.annotations.Nullable;

/**
 * Why a terminal, or a client's view of it, has ended.
 *
 * @param exitCode what the shell ended with, where it ended by itself and said so
 */
public record TerminalEnd(Cause cause, @Nullable Integer exitCode) {
    /** The ways in which it can end; the sentence is for the person at the terminal. */
    public enum Cause {
        EXITED("The shell has ended."),
        NOT_OPENED("The terminal could not be opened."),
        CONNECTION_LOST("The connection to the server was lost."),
        IDLE("The terminal was closed because nothing happened in it for too long."),
        TOO_LONG("The terminal was closed because it was open for as long as terminals may be."),
        ABANDONED("The terminal was closed because no client came back to it."),
        CLOSED("The terminal was closed."),
        SIGNED_OUT("The terminal was closed because the session it was opened from is over."),
        FORBIDDEN("The terminal was closed because this is no longer permitted."),
        SERVER_STOPS("The terminal was closed because CloudLab Manager stops."),
        /** The terminal goes on, for another view. */
        TAKEN_OVER("The terminal was opened from somewhere else.");

        private final String sentence;

        Cause(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    static TerminalEnd of(Cause cause) {
        return new TerminalEnd(cause, null);
    }
}
