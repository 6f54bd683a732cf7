package io.cloudlab.http.routing;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import org.jspecify.annotations.Nullable;

/** What the request guard found out about a request that it lets in. */
public record AdmittedRequest(
        Route route, Caller caller, @Nullable Session session, byte[] body) {
    /** The request attribute it travels in. */
    public static final String ATTRIBUTE = "io.cloudlab.http.admission";

    public AdmittedRequest with(byte[] received) {
        return new AdmittedRequest(route, caller, session, received);
    }
}
