/**
 * A typed inventory with tags, rules down to the single object, and actions that become jobs.
 *
 * <p>From the inside out: {@code type} declares what objects look like, {@code item} keeps them and decides who sees them,
 * {@code authority} says which hosts a service may reach, {@code sync} fills the inventory from services, deployments and users,
 * {@code action} runs what a type offers. None of them uses one that comes later in this list.
 */
@NullMarked
package io.cloudlab.core.inventory;

import org.jspecify.annotations.NullMarked;
