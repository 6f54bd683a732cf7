package io.cloudlab.core.inventory.item;

/** A tag with the number of objects that have it, visible to the caller or not. */
public record TagCount(Tag tag, long objects) {}
