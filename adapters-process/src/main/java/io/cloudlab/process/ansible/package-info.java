/**
 * What a lab's Ansible files say: inventory and hosts, logins with their keys, vaulted secrets, configuration.
 *
 * <p>Belongs here: the rules by which Ansible reads those files. Does not belong here: services and scripts, which are in the
 * room {@code catalogue}.
 */
@NullMarked
package io.cloudlab.process.ansible;

import org.jspecify.annotations.NullMarked;
