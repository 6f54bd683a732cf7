package io.cloudlab.process.yaml;

/** What the value of a key looks like; readers and JSON schemas go by the same. */
public sealed interface YamlShape {
    /**
     * Plain text, which YAML may take for a number or a truth value.
     *
     * @param pattern what the text must match as a whole, in the common part of Java's and ECMAScript's syntax; empty for any
     */
    record Text(String pattern) implements YamlShape {}

    /** Text, and nothing that YAML takes for a number or a truth value. */
    record Quoted() implements YamlShape {}

    /** @param unclear what counts where the value is neither true nor false: the side on which nothing is lost */
    record Flag(boolean unclear) implements YamlShape {}

    record Word(YamlWords<?> words) implements YamlShape {}

    /** What may be chosen: a list of texts or of {@code {value, label}}, or a mapping of values to labels. */
    record Options() implements YamlShape {}

    /** What is allowed: a list of texts, each different. */
    record Choices() implements YamlShape {}

    /** A list of texts. */
    record Texts() implements YamlShape {}

    /** A list of texts. @param pattern of each */
    record Names(String pattern) implements YamlShape {}

    /** Text, or a list of texts that commas join. */
    record Joined() implements YamlShape {}

    /** @param text what digits may stand there, in the common part of Java's and ECMAScript's syntax */
    record Number(int min, int max, String text) implements YamlShape {}

    /** Another shape, or text that names an input in its place. */
    record OrInput(YamlShape otherwise) implements YamlShape {
        static final String PLACE = "\\{\\{\\s*inputs\\.[A-Za-z][A-Za-z0-9_-]*\\s*\\}\\}";
    }

    /** A mapping of names to texts. */
    record Variables() implements YamlShape {}

    /** A mapping of names to texts, numbers or truth values. @param pattern of the names */
    record Named(String pattern) implements YamlShape {}

    /** @param table of its members */
    record Mapping(YamlTable table) implements YamlShape {}

    /** A mapping of names to a text each, or a list of texts. @param pattern of the names */
    record Conditions(String pattern) implements YamlShape {}

    /** A list of mappings. */
    record ListOf(YamlTable table, int min) implements YamlShape {
        public ListOf(YamlTable table) {
            this(table, 0);
        }
    }

    /** A word, or a mapping that holds one. */
    record WordOrMapping(YamlWords<?> words, YamlTable table) implements YamlShape {}

    /** Whatever fits the rest of the entry. */
    record Anything() implements YamlShape {}
}
