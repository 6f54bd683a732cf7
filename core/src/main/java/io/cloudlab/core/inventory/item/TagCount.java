package io.cloudlab.core.inventory.item;


/** A tag with the number of objects that bear it, whoever may see them. */
public record TagCount(Tag tag, long objects) {}
