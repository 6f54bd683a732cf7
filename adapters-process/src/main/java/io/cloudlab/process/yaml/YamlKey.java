package io.cloudlab.process.yaml;

/**
 * A key that a kind of mapping may hold.
 *
 * @param text what it says, for the documentation
 * @param required whether it must be there, and not be null
 * @param stops whether a value of another shape makes the whole entry useless: passed over, it could drop a check
 */
public record YamlKey(String name, YamlShape shape, String text, boolean required, boolean stops) {
    public static YamlKey of(String name, YamlShape shape, String text) {
        return new YamlKey(name, shape, text, false, false);
    }

    public static YamlKey text(String name, String text) {
        return of(name, new YamlShape.Text(""), text);
    }

    public YamlKey needed() {
        return new YamlKey(name, shape, text, true, true);
    }

    public YamlKey stopping() {
        return new YamlKey(name, shape, text, required, true);
    }
}
