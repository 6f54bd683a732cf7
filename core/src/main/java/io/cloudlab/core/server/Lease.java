package io.cloudlab.core.server;

import java.time.Instant;

/**
 * The right of one server to use the database.
 *
 * @param since when the server took it, by the database's clock
 */
public record Lease(ServerIdentity server, Instant since) {}
