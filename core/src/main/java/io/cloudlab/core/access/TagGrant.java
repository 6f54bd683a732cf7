package io.cloudlab.core.access;

/**
 * What a role may do with every object that has a tag; tags never deny.
 *
 * @param permission the name within a type, such as {@code view}
 */
public record TagGrant(long id, int tagId, int roleId, String permission) {}
