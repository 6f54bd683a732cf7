package io.cloudlab.http.api.system;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.vault.Vault;
import io.cloudlab.core.vault.VaultStatus;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;

/** {@code /api/vault}. The password goes in and never comes out. */
public final class VaultRoutes implements RouteGroup {
    private final Vault vault;

    public VaultRoutes(Vault vault) {
        this.vault = vault;
    }

    record VaultJson(VaultStatus password) {}

    record VaultPasswordJson(char[] password) {
        VaultPasswordJson {
            Bodies.require("password", password);
        }

        @Override
        public String toString() {
            return "VaultPasswordJson";
        }
    }

    @Override
    public String name() {
        return "Vault";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("getVault", "/api/vault")
                .by(Access.holdersOf(Permission.SYSTEM_SETTINGS_VIEW))
                .summary(
                        "Whether there is an Ansible vault password: stored, taken from the configuration, or missing.")
                .answers(VaultJson.class)
                .to(exchange -> exchange.json(new VaultJson(vault.status(exchange.caller()))));
        routes.put("storeVaultPassword", "/api/vault/password")
                .by(Access.holdersOf(Permission.SYSTEM_SETTINGS_EDIT))
                .summary("Store another Ansible vault password. It cannot be read back.")
                .body(VaultPasswordJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(StatusJson.class)
                .to(this::store);
        routes.delete("forgetVaultPassword", "/api/vault/password")
                .by(Access.holdersOf(Permission.SYSTEM_SETTINGS_EDIT))
                .summary("Forget the stored Ansible vault password.")
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    vault.forgetPassword(exchange.caller());
                    exchange.json(new StatusJson("deleted"));
                });
    }

    private void store(Exchange exchange) {
        char[] password = exchange.body(VaultPasswordJson.class).password();
        try {
            vault.storePassword(exchange.caller(), password);
        } finally {
            Bodies.wipe(password);
        }
        exchange.json(new StatusJson("saved"));
    }
}
