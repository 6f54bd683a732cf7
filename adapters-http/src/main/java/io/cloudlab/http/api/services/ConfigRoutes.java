package io.cloudlab.http.api.services;

import static io.cloudlab.http.api.services.ServiceRoutes.NAME;

import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.file.ServiceConfigs;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;

/** {@code /api/services/{name}/configs}. */
public final class ConfigRoutes implements RouteGroup {
    private static final Param<String> FILE =
            Param.path("filename", "config.yaml, instance.yaml, outputs.yaml or scripts.yaml.", text -> text);
    private static final Param<String> VERSION =
            Param.path("version", "The SHA-256 of a text, as the list of versions holds it.", text -> text);
    private static final Param<String> AGAINST =
            Param.text("against", "The version to compare with; the present text if left out.");
    private static final String VERSIONS = "/api/services/{name}/configs/{filename}/versions";

    private final ServiceConfigs configs;
    private final ServiceGates gates;

    public ConfigRoutes(ServiceConfigs configs, ServiceGates gates) {
        this.gates = gates;
        this.configs = configs;
    }

    @Override
    public String name() {
        return "Service configurations";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listConfigs", "/api/services/{name}/configs")
                .by(gates.to(ServiceAccess.CONFIG_VIEW))
                .summary("The configuration files a service may have.")
                .takes(NAME)
                .lists(ConfigJson.ListOf.class)
                .fails(404, 503)
                .to(exchange -> exchange.json(
                        ConfigJson.ListOf.of(exchange.get(NAME), configs.list(exchange.caller(), exchange.get(NAME)))));
        routes.get("getConfig", "/api/services/{name}/configs/{filename}")
                .by(gates.to(ServiceAccess.CONFIG_VIEW))
                .summary("The text of a configuration file, and its version.")
                .takes(NAME, FILE)
                .answers(ConfigJson.Text.class)
                .fails(400, 404, 413, 503)
                .to(exchange -> exchange.json(
                        ConfigJson.Text.of(configs.read(exchange.caller(), exchange.get(NAME), exchange.get(FILE)))));
        routes.put("saveConfig", "/api/services/{name}/configs/{filename}")
                .by(gates.to(ServiceAccess.CONFIG_EDIT))
                .summary("Write a configuration file; the former text is kept. With version, only over that one.")
                .takes(NAME, FILE)
                .body(ConfigJson.Save.class)
                .answers(ConfigJson.Saved.class)
                .fails(400, 404, 409, 503)
                .to(this::save);
        routes.get("listConfigVersions", VERSIONS)
                .by(gates.to(ServiceAccess.CONFIG_VIEW))
                .summary(
                        "The present text of a configuration file and the former ones that are kept, the newest first.")
                .takes(NAME, FILE)
                .lists(ConfigJson.Versions.class)
                .fails(400, 404, 413, 503)
                .to(exchange -> exchange.json(ConfigJson.Versions.of(
                        exchange.get(FILE),
                        configs.versions(exchange.caller(), exchange.get(NAME), exchange.get(FILE)))));
        routes.get("getConfigVersion", VERSIONS + "/{version}")
                .by(gates.to(ServiceAccess.CONFIG_VIEW))
                .summary("One of the texts.")
                .takes(NAME, FILE, VERSION)
                .answers(ConfigJson.Text.class)
                .fails(400, 404, 413, 503)
                .to(exchange -> exchange.json(ConfigJson.Text.of(configs.read(
                        exchange.caller(), exchange.get(NAME), exchange.get(FILE), exchange.get(VERSION)))));
        routes.get("diffConfigVersion", VERSIONS + "/{version}/diff")
                .by(gates.to(ServiceAccess.CONFIG_VIEW))
                .summary("What changes from one of the texts to another, as a unified diff.")
                .takes(NAME, FILE, VERSION, AGAINST)
                .answers(ConfigJson.Diff.class)
                .fails(400, 404, 413, 503)
                .to(this::diff);
        routes.post("restoreConfigVersion", VERSIONS + "/{version}/restore")
                .by(gates.to(ServiceAccess.CONFIG_EDIT))
                .summary("Put one of the texts back. With version, only over that one.")
                .takes(NAME, FILE, VERSION)
                .body(ConfigJson.Restore.class)
                .answers(ConfigJson.Saved.class)
                .fails(400, 404, 409, 503)
                .to(this::restore);
    }

    private void save(Exchange exchange) {
        ConfigJson.Save body = exchange.body(ConfigJson.Save.class);
        String version =
                configs.save(exchange.caller(), exchange.get(NAME), exchange.get(FILE), body.content(), body.version());
        exchange.json(new ConfigJson.Saved("saved", exchange.get(FILE), version));
    }

    private void diff(Exchange exchange) {
        String from = exchange.get(VERSION);
        String against = exchange.find(AGAINST);
        String diff = configs.diff(exchange.caller(), exchange.get(NAME), exchange.get(FILE), from, against);
        exchange.json(new ConfigJson.Diff(exchange.get(FILE), from, against, diff));
    }

    private void restore(Exchange exchange) {
        ConfigJson.Restore body = exchange.body(ConfigJson.Restore.class, new ConfigJson.Restore(null));
        String version = configs.restore(
                exchange.caller(), exchange.get(NAME), exchange.get(FILE), exchange.get(VERSION), body.version());
        exchange.json(new ConfigJson.Saved("restored", exchange.get(FILE), version));
    }
}
