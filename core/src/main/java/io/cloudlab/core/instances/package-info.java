/**
 * Servers of the cloud: the cached list, refreshing and destroying them by playbooks.
 *
 * <p>The list changes only by what a playbook has reported. {@code InstanceCacheUpdater} applies it when such a job ends, and
 * distrusts an answer in which servers are missing that were not destroyed.
 */
@NullMarked
package io.cloudlab.core.instances;

import org.jspecify.annotations.NullMarked;
