package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.Session;
import org.jspecify.annotations.Nullable;

/** What the request guard found out about a request that it lets in. */
record Admission(Route route, Caller caller, @Nullable Session session, byte[] body) {
    /** The request attribute it travels in. */
    static final String ATTRIBUTE = "io.cloudlab.http.admission";

    Admission with(byte[] received) {
        return new Admission(route, caller, session, received);
    }
}
