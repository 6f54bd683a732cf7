package io.cloudlab.core.terminal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open terminal.
 *
 * @param id who has opened the terminal resumes it by this
 * @param user the login on the server
 * @param defaultUser the login it is opened as if none is named
 * @param ownerId who has opened it; null for a part of the embedding program
 * @param attached whether a client is connected to it now
 */
public record TerminalInfo(
        String id,
        TerminalTarget target,
        String address,
        String user,
        String defaultUser,
        @Nullable Integer ownerId,
        @Nullable String owner,
        Instant openedAt,
        boolean attached) {}
