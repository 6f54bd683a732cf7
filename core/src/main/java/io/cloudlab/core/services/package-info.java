/** The lab's deployable services, their scripts and the inputs scripts take. */
@NullMarked
package io.cloudlab.core.services;

import org.jspecify.annotations.NullMarked;
