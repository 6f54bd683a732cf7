package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.ServiceOutput;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlKey;
import io.cloudlab.process.yaml.YamlShape;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlWords;

/** What outputs/service_outputs.yaml may hold. */
public final class OutputsTable {
    public static final YamlWords<ServiceOutput.Type> TYPES = YamlWords.<ServiceOutput.Type>none()
            .and("url", ServiceOutput.Type.URL, "an address to open", "link", "uri")
            .and(
                    "credential",
                    ServiceOutput.Type.CREDENTIAL,
                    "a secret, shown to holders of inventory.credential.view only",
                    "password",
                    "secret",
                    "token")
            .and("text", ServiceOutput.Type.TEXT, "text to read", "string", "note");

    static final YamlTable OUTPUT = YamlTable.of(
            "an output",
            "Something people should see after a deploy.",
            YamlKey.of("name", new YamlShape.Text(YamlFields.NAME), "Its name.").needed(),
            YamlKey.of("type", new YamlShape.Word(TYPES), "What may be done with it; default: text.")
                    .stopping(),
            YamlKey.text("label", "What people see; default: the name."),
            YamlKey.text("value", "The address, secret or text.").stopping(),
            YamlKey.text("username", "For a credential: whose it is.").stopping(),
            YamlKey.text("credential_type", "For a credential: what it is, such as password or key.")
                    .stopping());

    public static final YamlTable ROOT = YamlTable.of(
            "the file",
            "What a service publishes.",
            YamlKey.of("outputs", new YamlShape.ListOf(OUTPUT), "The outputs.").stopping());

    private OutputsTable() {}
}
