package io.cloudlab.http.routing;

/** Routes of one area: parses, delegates, renders. No rule of the domain is written in one. */
public interface RouteGroup {
    /** The heading in the documentation. */
    String name();

    void declare(RouteTableBuilder routes);
}
