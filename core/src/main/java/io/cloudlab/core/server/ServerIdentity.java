package io.cloudlab.core.server;

/**
 * A server, as others are told of it.
 *
 * @param name for people to recognise it, such as the host name of its machine; at most 255 characters
 */
public record ServerIdentity(ServerId id, String name) {
    private static final int MAX_NAME = 255;

    public ServerIdentity {
        String printable = name.replaceAll("[^\\p{Alnum}._-]", "");
        name = printable.isEmpty() ? "unnamed" : printable.substring(0, Math.min(MAX_NAME, printable.length()));
    }
}
