/**
 * Routes as a table: path, access, parameters, body, answers, limits and handler of each.
 *
 * <p>The table is the only source: the router, the OpenAPI document, the tests of permissions and the documentation read it.
 * A route is declared with {@code RouteTableBuilder} in the room of its topic below {@code api}.
 */
@NullMarked
package io.cloudlab.http.routing;

import org.jspecify.annotations.NullMarked;
