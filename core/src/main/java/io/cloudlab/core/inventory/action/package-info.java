/**
 * Running the actions that a type declares on one object, or on all objects of the type.
 *
 * <p>An action takes this way: {@code ItemActions} checks the rule on the object, {@code ActionTargets} finds the service or host it
 * acts on, {@code ActionTasks} fills in the object's values and builds a job, and {@code JobStarter} accepts it.
 */
@NullMarked
package io.cloudlab.core.inventory.action;

import org.jspecify.annotations.NullMarked;
