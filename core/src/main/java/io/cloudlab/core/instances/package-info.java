/** The servers of the cloud: what is known of them, and how they are refreshed and destroyed. */
@NullMarked
package io.cloudlab.core.instances;

import org.jspecify.annotations.NullMarked;
