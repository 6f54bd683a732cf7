/** Routes of health, vault and schemas. */
@NullMarked
package io.cloudlab.http.api.system;

import org.jspecify.annotations.NullMarked;
