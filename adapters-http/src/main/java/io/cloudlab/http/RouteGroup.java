package io.cloudlab.http;

/** Routes of one area: parses, delegates, renders. No rule of the domain is written in one. */
interface RouteGroup {
    /** The heading in the documentation. */
    String name();

    void declare(Declarations routes);
}
