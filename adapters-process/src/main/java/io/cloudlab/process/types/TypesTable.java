package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.process.catalogue.ScriptsTable;
import io.cloudlab.process.yaml.SchemaParts;
import io.cloudlab.process.yaml.YamlKey;
import io.cloudlab.process.yaml.YamlShape;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlWords;

/** What a file of an inventory type may hold. */
public final class TypesTable {
    static final String BUILTIN = "builtin";

    public static final YamlWords<FieldType> FIELD_TYPES = YamlWords.<FieldType>none()
            .and(
                    "string",
                    FieldType.STRING,
                    "a line of text",
                    "str",
                    "email",
                    "url",
                    "uri",
                    "hostname",
                    "ip",
                    "path",
                    "date")
            .and("text", FieldType.TEXT, "text in several lines", "textarea", "multiline")
            .and("enum", FieldType.ENUM, "one of the options", "select", "choice", "dropdown")
            .and("integer", FieldType.INTEGER, "a whole number of 64 bits", "int")
            .and("boolean", FieldType.BOOLEAN, "true or false", "bool", "checkbox")
            .and("datetime", FieldType.DATETIME, "a moment with its offset", "timestamp")
            .and(
                    "secret",
                    FieldType.SECRET,
                    "text that is sealed at rest and masked everywhere",
                    "password",
                    "passphrase",
                    "token")
            .and("json", FieldType.JSON, "any JSON value", "object", "list", "array", "map", "dict");

    static final YamlWords<ActionType> ACTION_TYPES = YamlWords.<ActionType>none()
            .and("script", ActionType.SCRIPT, "runs a script of the service that the object names")
            .and("playbook", ActionType.PLAYBOOK, "runs a playbook of the lab", "ansible", "ansible_playbook")
            .and(
                    "script_stop",
                    ActionType.SCRIPT_STOP,
                    "destroys the instances of the service that the object names",
                    "stop")
            .and(
                    "dynamic_scripts",
                    ActionType.DYNAMIC_SCRIPTS,
                    "runs whichever script of that service is asked for",
                    "scripts")
            .and("ssh", ActionType.SSH, "opens a terminal on the object", "terminal");

    static final YamlWords<Action.Scope> SCOPES = YamlWords.<Action.Scope>none()
            .and("object", Action.Scope.OBJECT, "done with one object")
            .and("type", Action.Scope.TYPE, "done with the type as a whole; for playbooks only");

    public static final YamlWords<SyncAdapter> ADAPTERS = YamlWords.<SyncAdapter>none()
            .and("vultr", SyncAdapter.VULTR, "the instances of the cloud account", "vultr_inventory")
            .and("services", SyncAdapter.SERVICES, "the services of the lab", "service_discovery")
            .and("users", SyncAdapter.USERS, "the users of this system", "user_sync")
            .and("deployments", SyncAdapter.DEPLOYMENTS, "what has been deployed", "deployment_sync");

    private static final String LINE = "[^\\u0000-\\u001f\\u007f-\\u009f]{0,250}";

    static final YamlTable FIELD = YamlTable.of(
                    "a field",
                    "A value that objects of the type hold.",
                    YamlKey.of(
                                    "name",
                                    new YamlShape.Text("[A-Za-z][A-Za-z0-9_-]{0,63}"),
                                    "A letter, then letters, digits, dashes and underscores, at most 64.")
                            .needed(),
                    YamlKey.of("type", new YamlShape.Word(FIELD_TYPES), "What kind of value it holds.")
                            .needed(),
                    YamlKey.of("label", new YamlShape.Text(LINE), "What people see; default: the name."),
                    YamlKey.of("required", new YamlShape.Flag(true), "Whether every object has one; default: false."),
                    YamlKey.of(
                            "unique",
                            new YamlShape.Flag(false),
                            "Whether no two objects share it; not for boolean, secret and json. Default: false."),
                    YamlKey.of(
                            "readonly",
                            new YamlShape.Flag(true),
                            "Whether only synchronisation and the default set it; default: false."),
                    YamlKey.of(
                            "searchable", new YamlShape.Flag(false), "Whether a search looks into it; default: false."),
                    YamlKey.of(
                                    "options",
                                    new YamlShape.Choices(),
                                    "What is allowed; enum needs some, string, text and integer may have some.")
                            .stopping(),
                    YamlKey.of(
                            "default",
                            new YamlShape.Anything(),
                            "What a new object gets where nothing is given; neither for secret nor for unique fields."))
            .withSchema(TypeSchema.fieldRules(FIELD_TYPES));

    private static final YamlWords<ActionType> ACTION_WORDS =
            ACTION_TYPES.and(BUILTIN, ActionType.SSH, "with the name ssh the same as ssh; no other is there");

    private static final YamlTable BUILTIN_TYPE = YamlTable.of(
                    "a builtin action",
                    "{type: builtin, name: ssh} means the same as ssh.",
                    YamlKey.of("type", new YamlShape.Word(ACTION_WORDS), "The word builtin, or any other type.")
                            .needed(),
                    YamlKey.text("name", "With builtin: the word ssh."))
            .withSchema(TypeSchema.builtinRules(BUILTIN));

    static final YamlTable ACTION = YamlTable.of(
                    "an action",
                    "Something that can be done with an object, or with the type as a whole.",
                    YamlKey.of(
                                    "name",
                                    new YamlShape.Text(
                                            "(?!(?:view|create|edit|delete|files|sync)$)[a-z][a-z0-9_-]{0,49}"),
                                    "As a slug; not view, create, edit, delete, files or sync.")
                            .needed(),
                    YamlKey.of("label", new YamlShape.Text(LINE), "What people see; default: the name."),
                    YamlKey.of(
                                    "type",
                                    new YamlShape.WordOrMapping(ACTION_WORDS, BUILTIN_TYPE),
                                    "What it does; default: script.")
                            .stopping(),
                    YamlKey.of("icon", new YamlShape.Text(LINE), "A word that names a picture."),
                    YamlKey.of("scope", new YamlShape.Word(SCOPES), "What it is done with; default: object.")
                            .stopping(),
                    YamlKey.of(
                                    "script",
                                    new YamlShape.Text(ScriptsTable.PATH),
                                    "For script: the name of a script or its file; default: the action's name.")
                            .stopping(),
                    YamlKey.of(
                                    "playbook",
                                    new YamlShape.Text("(?=.*\\.ya?ml$)" + ScriptsTable.PATH),
                                    "For playbook: its file, a .yml or .yaml below the lab directory.")
                            .stopping(),
                    YamlKey.of(
                                    "vars_mapping",
                                    new YamlShape.Variables(),
                                    "Variables of the playbook: texts in which {{ field }} stands for the object's value."
                                            + " Nothing is computed in them. Secret fields are masked in the output.")
                            .stopping(),
                    YamlKey.text("confirm", "What to ask before.").stopping(),
                    YamlKey.of(
                            "destructive", new YamlShape.Flag(true), "Whether it destroys something; default: false."),
                    YamlKey.of("inputs", new YamlShape.ListOf(ScriptsTable.INPUT), "As in scripts.yaml.")
                            .stopping())
            .withSchema(TypeSchema.actionRules(ACTION_TYPES, SCOPES, BUILTIN));

    private static final YamlTable SYNC = YamlTable.of(
                    "a source",
                    "Where objects come from.",
                    YamlKey.of("adapter", new YamlShape.Word(ADAPTERS), "The source."),
                    YamlKey.of("source", new YamlShape.Word(ADAPTERS), "The same; 'adapter' wins."))
            .withSchema(SchemaParts.oneOf("adapter", "source"));

    public static final YamlTable ROOT = YamlTable.of(
            "the file",
            "One type of the inventory.",
            YamlKey.of(
                            "slug",
                            new YamlShape.Text("(?!(?:types|tags|ws|actions|sync|acl)$)[a-z][a-z0-9_-]{0,49}"),
                            "Its word in paths and permissions: small letters, digits, dashes and underscores, at most 50.")
                    .needed(),
            YamlKey.of(
                            "label",
                            new YamlShape.Text("(?=.*[^ ])[^\\u0000-\\u001f\\u007f-\\u009f]{1,100}"),
                            "What people see.")
                    .needed(),
            YamlKey.of("fields", new YamlShape.ListOf(FIELD), "What its objects hold; at most 100.")
                    .needed(),
            YamlKey.of("icon", new YamlShape.Text(LINE), "A word that names a picture."),
            YamlKey.text("description", "A sentence about it."),
            YamlKey.of("actions", new YamlShape.ListOf(ACTION), "What can be done; at most 50."),
            YamlKey.of(
                    "sync",
                    new YamlShape.WordOrMapping(ADAPTERS, SYNC),
                    "Where objects come from by themselves; left out: from people only."));

    private TypesTable() {}

    static YamlTable sync() {
        return SYNC;
    }

    static YamlTable builtin() {
        return BUILTIN_TYPE;
    }
}
