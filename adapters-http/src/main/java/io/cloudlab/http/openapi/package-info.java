/** The OpenAPI document and its page, made from the table of routes. */
@NullMarked
package io.cloudlab.http.openapi;

import org.jspecify.annotations.NullMarked;
