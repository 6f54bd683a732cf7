/**
 * Secrets that are handed out once: links to accept an invitation or reset a password, and tickets for sockets. Only their
 * digests are stored.
 */
@NullMarked
package io.cloudlab.core.identity.token;

import org.jspecify.annotations.NullMarked;
