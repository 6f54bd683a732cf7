package io.cloudlab.process.catalogue;

import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.PlaybookOption;
import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlKey;
import io.cloudlab.process.yaml.YamlShape;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlWords;
import java.util.List;
import java.util.Locale;

/** What scripts.yaml may hold. */
public final class ScriptsTable {
    private static final List<String> LIKE_SECRETS =
            List.of("secret", "passw", "passphrase", "token", "credential", "private", "api_key", "apikey");

    /** What a word stands for. */
    public record Kind(InputType type) {}

    static final Kind STRING = new Kind(InputType.STRING);

    public static final YamlWords<Kind> TYPES = YamlWords.<Kind>none()
            .and("string", STRING, "text in one line", "str", "path", "time")
            .and("text", new Kind(InputType.TEXT), "text in several lines", "textarea", "multiline")
            .and("number", new Kind(InputType.NUMBER), "a number", "float", "double", "decimal")
            .and("integer", new Kind(InputType.INTEGER), "a number without a fraction", "int")
            .and(
                    "boolean",
                    new Kind(InputType.BOOLEAN),
                    "true or false",
                    "bool",
                    "checkbox",
                    "switch",
                    "toggle",
                    "flag")
            .and("select", new Kind(InputType.SELECT), "one of the options", "choice", "enum", "dropdown", "radio")
            .and(
                    "multiselect",
                    new Kind(InputType.MULTISELECT),
                    "some of the options, joined by commas",
                    "multi_select",
                    "checkboxes")
            .and("list", new Kind(InputType.LIST), "several values, joined by commas", "array", "tags")
            .and("date", new Kind(InputType.DATE), "a day, such as 2026-03-01", "day")
            .and(
                    "datetime",
                    new Kind(InputType.DATETIME),
                    "a moment with its offset, such as 2026-03-01T12:00:00+01:00",
                    "timestamp")
            .and("email", new Kind(InputType.EMAIL), "one e-mail address", "mail")
            .and("url", new Kind(InputType.URL), "an address of http or https", "uri", "link")
            .and("host", new Kind(InputType.HOST), "the name or IP address of a host", "hostname", "ip")
            .and("object", new Kind(InputType.OBJECT), "the number of an inventory object", "item")
            .and(
                    "secret",
                    new Kind(InputType.SECRET),
                    "text of 4 characters or more, masked in output",
                    "password",
                    "passphrase",
                    "token")
            .and(
                    "deployment_select",
                    new Kind(InputType.DEPLOYMENT_SELECT),
                    "the name of an active deployment",
                    "deployment")
            .and(
                    "ssh_key_select",
                    new Kind(InputType.SSH_KEY_SELECT),
                    "one or more public SSH keys",
                    "ssh_key",
                    "ssh_keys",
                    "public_key");

    public static final YamlWords<Boolean> CONCURRENCY = YamlWords.<Boolean>none()
            .and("exclusive", false, "waits for other jobs of the service", "serial", "sequential", "queue")
            .and("parallel", true, "may run beside other jobs of the service", "concurrent");

    static final int MAX_PATTERN = 500;

    /** Where a script's file may lie; {@link CataloguePath} says the same. */
    public static final String PATH = "(?!/)(?!.*(?:^|/)\\.\\.(?:/|$))(?!(?:\\.?/)*(?:inputs|outputs)(?:/|$))"
            + "(?!(?:\\.?/)*(?:(?:config|instance|outputs|scripts)\\.yaml|\\.cloudlab-[^/]*)(?:/\\.?)*$)"
            + "(?!(?:\\.?/)*-)(?!(?:\\.?/)*\\.?$)[^\\\\\\u0000-\\u001f\\u007f-\\u009f]{0,999}[^/\\\\\\u0000-\\u001f\\u007f-\\u009f]";

    private static final YamlShape FLAG = new YamlShape.OrInput(new YamlShape.Flag(true));

    static final String TIMEOUT = "[1-9][0-9]{0,5}[smhd]";

    /** What {@link CatalogueInventory} looks for, before inputs are put in. */
    static final String INVENTORY =
            "(?!/)(?!-)(?!.*(?:^|/)\\.\\.(?:/|$))[^,\\\\\\u0000-\\u001f\\u007f-\\u009f]{1,1000}";

    static final YamlKey ENVIRONMENT = YamlKey.of(
            "environment",
            new YamlShape.Named(SecretName.SHAPE),
            "Environment variables. Those of a script win over those of its service, and these over those of the lab. No secrets.");

    private static final YamlKey SECRETS = YamlKey.of(
                    "secrets",
                    new YamlShape.Names(SecretName.SHAPE),
                    "Names of secrets of the service or the lab, which scripts are handed as variables.")
            .stopping();

    public static final YamlTable INPUT = YamlTable.of(
                    "an input",
                    "A value that the caller chooses; the script sees it as INPUT_<NAME>.",
                    YamlKey.of(
                                    "name",
                                    new YamlShape.Text("[A-Za-z][A-Za-z0-9_-]{0,63}"),
                                    "A letter, then letters, digits, dashes and underscores, at most 64.")
                            .needed(),
                    YamlKey.text("label", "What people see; default: the name."),
                    YamlKey.of("type", new YamlShape.Word(TYPES), "What kind of value it takes; default: string."),
                    YamlKey.of(
                            "required",
                            new YamlShape.Flag(true),
                            "Whether it must be given and not be empty; default: false."),
                    YamlKey.of(
                            "default",
                            new YamlShape.Anything(),
                            "What counts where it is not given: a value that a run would take. A secret has none."),
                    YamlKey.of("options", new YamlShape.Options(), "What may be chosen; select needs some.")
                            .stopping(),
                    YamlKey.of(
                                    "options_from",
                                    new YamlShape.Mapping(OptionsTable.FROM),
                                    "Where they come from instead. An object needs a type here.")
                            .stopping(),
                    YamlKey.of(
                                    "visible_if",
                                    new YamlShape.Conditions(OptionsTable.NAME),
                                    "Values that inputs before it must have for this one to be taken: one, or a list of them.")
                            .stopping(),
                    YamlKey.text(
                                    "pattern",
                                    "A Java regular expression that the whole value matches, at most " + MAX_PATTERN
                                            + " characters.")
                            .stopping(),
                    YamlKey.text("description", "A sentence about it."))
            .withSchema(InputSchema.rules(TYPES));

    static final YamlTable RETRY = YamlTable.of(
            "a retry",
            "How a script is tried again.",
            YamlKey.of("times", new YamlShape.Number(1, Retry.MAX_TIMES, "[1-9]|10"), "How often, from 1 to 10.")
                    .needed(),
            YamlKey.of(
                            "delay",
                            new YamlShape.Text(TIMEOUT),
                            "How long to wait before, such as 1m; default: not at all.")
                    .stopping());

    static final YamlTable SCRIPT = YamlTable.of(
                    "a script",
                    "Something the service can run.",
                    YamlKey.of("name", new YamlShape.Text(YamlFields.NAME), "Its name, unique in the file.")
                            .needed(),
                    YamlKey.text("label", "What people see; default: the name."),
                    YamlKey.text("description", "A sentence about it."),
                    YamlKey.of(
                                    "script",
                                    new YamlShape.Text(PATH),
                                    "Its file, relative to the service's directory and not below inputs/ or outputs/.")
                            .stopping(),
                    YamlKey.of("file", new YamlShape.Text(PATH), "The same; 'script' wins.")
                            .stopping(),
                    YamlKey.of(
                                    "playbook",
                                    new YamlShape.Text(PATH),
                                    "Instead of those: a playbook in the service's directory, run by ansible-playbook.")
                            .stopping(),
                    YamlKey.of(
                                    "inventory",
                                    new YamlShape.Text(INVENTORY),
                                    "For a playbook: 'service' for the hosts it was deployed to, 'instances' for the cloud's, or a path in the service or the lab. Default: what ansible.cfg says.")
                            .stopping(),
                    option(PlaybookOption.LIMIT, new YamlShape.Joined(), "patterns of hosts; empty for all."),
                    option(PlaybookOption.TAGS, new YamlShape.Joined(), "only what has one of these tags."),
                    option(PlaybookOption.SKIP_TAGS, new YamlShape.Joined(), "only what has none of these tags."),
                    option(PlaybookOption.CHECK, FLAG, "whether it only says what it would change."),
                    option(PlaybookOption.DIFF, FLAG, "whether it shows what it changes in files."),
                    option(PlaybookOption.BECOME, FLAG, "whether it works as another user, as a rule root."),
                    option(
                            PlaybookOption.VERBOSITY,
                            number(0, PlaybookOption.MAX_VERBOSITY, "[0-4]"),
                            "how much it tells, from 0 to 4."),
                    option(
                            PlaybookOption.FORKS,
                            number(1, PlaybookOption.MAX_FORKS, "[1-9][0-9]{0,2}"),
                            "on how many hosts it works at once, from 1 to 999."),
                    YamlKey.of(
                                    "inputs",
                                    new YamlShape.ListOf(INPUT),
                                    "What the caller chooses. With this key, even an empty list, others are refused.")
                            .stopping(),
                    YamlKey.of(
                                    "arguments",
                                    new YamlShape.Texts(),
                                    "Words after its file; {{ inputs.NAME }} stands for an input. Never secret ones. Of a playbook: further options, without inputs.")
                            .stopping(),
                    YamlKey.text("confirm", "What people are asked before it starts; it may name inputs.")
                            .stopping(),
                    ENVIRONMENT,
                    SECRETS,
                    YamlKey.of(
                                    "timeout",
                                    new YamlShape.Text(TIMEOUT),
                                    "How long it may run, such as 90s, 30m, 2h or 1d; then it is ended.")
                            .stopping(),
                    YamlKey.of(
                                    "retry",
                                    new YamlShape.Mapping(RETRY),
                                    "How it is tried again when it fails by itself, each time as a new job.")
                            .stopping(),
                    YamlKey.of(
                            "concurrency",
                            new YamlShape.Word(CONCURRENCY),
                            "Whether it waits for other jobs of the service; default: exclusive."))
            .withSchema(PlaybookSchema.rules());

    public static final YamlTable ROOT = YamlTable.of(
            "the file",
            "The scripts of a service. Without scripts it has one: deploy, which runs deploy.sh.",
            ENVIRONMENT,
            SECRETS,
            YamlKey.of("scripts", new YamlShape.ListOf(SCRIPT), "The scripts.").stopping());

    private ScriptsTable() {}

    private static YamlKey option(PlaybookOption option, YamlShape shape, String text) {
        return YamlKey.of(option.key(), shape, "For a playbook: " + text).stopping();
    }

    private static YamlShape number(int min, int max, String text) {
        return new YamlShape.OrInput(new YamlShape.Number(min, max, text));
    }

    /** Whether the word for a type hints at something secret: then it is safer to take it for that. */
    public static boolean isLikeSecret(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        return LIKE_SECRETS.stream().anyMatch(plain::contains);
    }
}
