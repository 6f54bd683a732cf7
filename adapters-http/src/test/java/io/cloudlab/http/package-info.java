@NullMarked
package io.cloudlab.http;

import org.jspecify.annotations.NullMarked;
