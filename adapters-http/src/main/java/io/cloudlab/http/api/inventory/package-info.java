/** Routes of inventory types, objects, tags, access rules and actions, and the socket of an action. */
@NullMarked
package io.cloudlab.http.api.inventory;

import org.jspecify.annotations.NullMarked;
