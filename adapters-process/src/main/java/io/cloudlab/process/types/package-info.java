/** The types of the inventory as their YAML files declare them: fields, actions, permissions. */
@NullMarked
package io.cloudlab.process.types;

import org.jspecify.annotations.NullMarked;
