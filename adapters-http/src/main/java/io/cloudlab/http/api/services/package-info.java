/** Routes of services, their configurations, files and outputs, and of cloud instances. */
@NullMarked
package io.cloudlab.http.api.services;

import org.jspecify.annotations.NullMarked;
