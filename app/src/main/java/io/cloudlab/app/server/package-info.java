/**
 * Puts the system together from settings and adapters, and runs it as a server or for one command.
 *
 * <p>A start takes this way: {@code Server} checks the port; {@code Wiring} locks the data directory, opens the database, builds
 * the {@code CloudLab} and starts the HTTP adapter; what fails on the way is undone in reverse order.
 */
@NullMarked
package io.cloudlab.app.server;

import org.jspecify.annotations.NullMarked;
