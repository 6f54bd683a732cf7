/**
 * The lab's services and what they offer: the catalogue, published outputs, deployments, rights per service.
 *
 * <p>Does not belong here: inputs of scripts ({@code input}), editing files and configurations ({@code file}), running
 * anything ({@code jobs}).
 */
@NullMarked
package io.cloudlab.core.services;

import org.jspecify.annotations.NullMarked;
