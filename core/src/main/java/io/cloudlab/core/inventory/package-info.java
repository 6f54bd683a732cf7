/** Objects of types a team defines itself: under rules down to the single object, with actions that become jobs. */
@NullMarked
package io.cloudlab.core.inventory;

import org.jspecify.annotations.NullMarked;
