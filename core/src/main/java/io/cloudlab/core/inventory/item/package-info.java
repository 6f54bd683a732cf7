/**
 * Objects, their tags and access rules, and the lists over them.
 *
 * <p>A list takes this way: {@code Items} asks {@code ItemVisibility} what the caller may see, {@code ItemQuery} puts that and the
 * filter together, the store answers with one page, and secret fields are masked before it leaves. {@code AclCache} keeps the rules
 * of a type while they do not change.
 *
 * <p>Does not belong here: how a type is declared ({@code type}), and what happens when an action runs ({@code action}).
 */
@NullMarked
package io.cloudlab.core.inventory.item;

import org.jspecify.annotations.NullMarked;
