/**
 * The routes by topic. Each room below translates between JSON and one part of the core, and decides nothing itself.
 */
@NullMarked
package io.cloudlab.http.api;

import org.jspecify.annotations.NullMarked;
