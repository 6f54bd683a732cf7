package io.cloudlab.http.socket;

import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.Query;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.security.ForgedTokenAudit;
import io.cloudlab.http.security.Tokens;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request that asked for a WebSocket; what it says outlives it. Its query may hold a token: never log it. */
public final class SocketCall {
    private final Route route;
    private final String path;
    private final @Nullable String query;
    private final @Nullable String authorization;
    private final String address;
    private final ForgedTokenAudit forgeries;

    public SocketCall(Route route, Request request, String address, ForgedTokenAudit forgeries) {
        this.route = route;
        this.path = request.getHttpURI().getPath();
        this.query = request.getHttpURI().getQuery();
        this.authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        this.address = address;
        this.forgeries = forgeries;
    }

    SocketOpener opener() {
        return (SocketOpener) route.endpoint();
    }

    /** From where the caller comes. */
    String address() {
        return address;
    }

    /** Without the query. */
    String path() {
        return path;
    }

    /**
     * @throws Unauthenticated without a good token
     * @throws ProblemException if the query is not well-formed
     */
    Session session(Tokens tokens) {
        String token = value("token");
        boolean inHeader = token == null || token.isEmpty();
        return forgeries.watch(address, () -> inHeader ? tokens.ofHeader(authorization) : tokens.read(token));
    }

    /** @throws ProblemException if the value is missing or wrong */
    public <T> T get(Param<T> param) {
        if (!route.params().contains(param))
            throw new IllegalStateException(route + " does not declare " + param.name());
        String text = param.in() == Param.In.PATH ? route.pathValue(path, param.name()) : value(param.name());
        if (text == null || text.isEmpty()) text = param.fallback();
        if (text == null) throw ProblemException.at(List.of(param.in().word(), param.name()), "is missing", "missing");
        return param.read(text);
    }

    /** Read when it is asked for, since only an accepted socket can be told what is wrong with it. */
    private @Nullable String value(String name) {
        return Query.parse(query).value(name);
    }
}
