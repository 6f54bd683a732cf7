package io.cloudlab.app.settings;

import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings as given, flags before environment before file, each with where it came from. Refuses what it does not know. */
public final class Settings {
    /** Set in the environment of jobs, among which a server may be. */
    private static final Set<String> NOT_SETTINGS = Set.of("CLOUDLAB_JOB_ID", "CLOUDLAB_JOB_COOKIE");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)?");

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> origins = new EnumMap<>(Setting.class);

    private Settings() {}

    /**
     * @param flags by setting
     * @param environment the process's variables; those that do not begin with {@link Setting#PREFIX} are none of ours
     * @param file a properties file, or null
     */
    public static Settings read(Map<Setting, String> flags, Map<String, String> environment, @Nullable Path file) {
        Settings settings = new Settings();
        flags.forEach((setting, value) ->
                settings.put(setting, value, "--" + setting.name().toLowerCase(java.util.Locale.ROOT)));
        Map<String, String> ours = new HashMap<>(environment);
        ours.keySet().removeIf(name -> !name.startsWith(Setting.PREFIX) || NOT_SETTINGS.contains(name));
        settings.addAll(ours, "the environment");
        if (file != null) settings.addAll(properties(file), file.toString());
        return settings;
    }

    private static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure("The configuration file " + file + " cannot be read: " + IoErrorText.of(e) + ".");
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private void addAll(Map<String, String> given, String origin) {
        Map<Setting, String> names = new EnumMap<>(Setting.class);
        given.forEach((name, value) -> {
            Setting setting = Setting.of(name)
                    .orElseThrow(() -> new StartFailure("Unknown setting " + name + " in " + origin + "."));
            if (names.put(setting, name) != null) {
                throw new StartFailure(
                        setting.variable() + " is given twice in " + origin + ": as a value and as a file.");
            }
            boolean inFile = !name.equals(setting.variable());
            if (!values.containsKey(setting))
                put(setting, inFile ? secret(name, value) : value, name + " in " + origin);
        });
    }

    private void put(Setting setting, String value, String origin) {
        values.put(setting, value);
        origins.put(setting, origin);
    }

    private static String secret(String name, String file) {
        try {
            return Files.readString(Path.of(file)).stripTrailing();
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure("The file named by " + name + " cannot be read: " + IoErrorText.of(e) + ".");
        }
    }

    /** The value, if one is given that is not empty. */
    Optional<String> text(Setting setting) {
        return Optional.ofNullable(values.get(setting)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A comma-separated list; empty if nothing is given. */
    List<String> list(Setting setting) {
        return text(setting).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    int number(Setting setting, int fallback, int min, int max) {
        return text(setting)
                .map(text -> {
                    if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
                        return Integer.parseInt(text);
                    }
                    throw bad(setting, "a whole number from " + min + " to " + max);
                })
                .orElse(fallback);
    }

    /** A number with one of the units ms, s, m, h and d. */
    Duration duration(Setting setting, Duration fallback) {
        return text(setting)
                .map(text -> {
                    Matcher matcher = DURATION.matcher(text);
                    if (!matcher.matches()) throw bad(setting, "a duration such as 30s, 15m, 24h or 90d");
                    long amount = Long.parseLong(matcher.group(1));
                    return switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    };
                })
                .orElse(fallback);
    }

    /** A number of bytes, or one with a unit: KiB, MiB or GiB. */
    long bytes(Setting setting, long fallback) {
        return text(setting)
                .map(text -> {
                    Matcher matcher = SIZE.matcher(text);
                    if (!matcher.matches()) throw bad(setting, "a size such as 500KiB, 100MiB or 2GiB");
                    long amount = Long.parseLong(matcher.group(1));
                    String unit = matcher.group(2);
                    if (unit == null) return amount;
                    return switch (unit) {
                        case "KiB" -> amount << 10;
                        case "MiB" -> amount << 20;
                        default -> amount << 30;
                    };
                })
                .orElse(fallback);
    }

    /** One of a few words. */
    String word(Setting setting, String fallback, String... others) {
        return text(setting)
                .map(text -> {
                    if (text.equals(fallback) || List.of(others).contains(text)) return text;
                    throw bad(setting, "one of " + fallback + ", " + String.join(", ", others));
                })
                .orElse(fallback);
    }

    /** Names the setting and where it came from, never its value. */
    StartFailure bad(Setting setting, String wanted) {
        return new StartFailure(setting.variable() + " (" + origins.get(setting) + ") must be " + wanted + ".");
    }
}
