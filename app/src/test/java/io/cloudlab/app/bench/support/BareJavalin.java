package io.cloudlab.app.bench.support;

import io.javalin.Javalin;

/** An empty handler that answers with so many bytes of JSON: what Javalin costs by itself. */
final class BareJavalin {
    private BareJavalin() {}

    /** Prints its port; {@code /<bytes>} answers with that many. */
    public static void main(String[] arguments) {
        Javalin server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    for (String size : arguments) {
                        String json = "\"" + "x".repeat(Integer.parseInt(size) - 2) + "\"";
                        config.routes.get(
                                "/" + size,
                                ctx -> ctx.contentType("application/json").result(json));
                    }
                })
                .start("127.0.0.1", 0);
        System.out.println("port " + server.port());
        System.out.flush();
    }
}
