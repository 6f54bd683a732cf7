/** Routes of sign-in, accounts, roles, links, tickets and the audit trail. */
@NullMarked
package io.cloudlab.http.api.people;

import org.jspecify.annotations.NullMarked;
