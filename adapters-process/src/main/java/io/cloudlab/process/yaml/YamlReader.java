package io.cloudlab.process.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document (1.2, UTF-8) into values. It consumes the parser's events itself, so that no object is ever
 * built by tag, duplicate keys are refused with their line, and nesting, aliases and what they unfold to stay bounded.
 * The merge key {@code <<} works as in Ansible.
 */
public final class YamlReader {
    public static final int MAX_BYTES = 1 << 20;
    static final int MAX_ALIASES = 50;
    static final int MAX_DEPTH = 64;
    static final long MAX_WEIGHT = 4L * MAX_BYTES;

    private final Iterator<Event> events;
    private final long maxWeight;
    private final Map<Anchor, YamlValue> anchors = new HashMap<>();
    private int aliases;

    private YamlReader(String text, int maxBytes) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(maxBytes + 1).build();
        maxWeight = Math.max(MAX_WEIGHT, 2L * maxBytes);
        events = new Parse(settings).parseString(text).iterator();
    }

    /** An empty document is a null value. */
    public static YamlValue read(byte[] bytes) throws YamlProblem {
        return read(bytes, MAX_BYTES);
    }

    /** As {@link #read(byte[])}, with another limit. */
    public static YamlValue read(byte[] bytes, int maxBytes) throws YamlProblem {
        if (bytes.length > maxBytes) throw tooLarge(maxBytes);
        String text = decoded(bytes);
        try {
            return new YamlReader(text, maxBytes).document();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw at(mark, context + e.getProblem());
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            throw new YamlProblem("a control character", line, before.length() - before.lastIndexOf('\n'));
        } catch (YamlEngineException e) {
            throw new YamlProblem("not YAML 1.2");
        }
    }

    public static YamlProblem tooLarge(int maxBytes) {
        return new YamlProblem("larger than the " + maxBytes / 1024 + " KiB allowed");
    }

    private static String decoded(byte[] bytes) throws YamlProblem {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new YamlProblem("not UTF-8 text");
        }
    }

    private YamlValue document() throws YamlProblem {
        events.next(); // start of the stream
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) return new YamlValue.Scalar(null, "", 1, 1);
        YamlValue root = value(events.next(), 1);
        events.next(); // end of the document
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw at(after.getStartMark(), "a second document, where only one is expected");
        }
        return root;
    }

    private YamlValue value(Event event, int depth) throws YamlProblem {
        if (event instanceof AliasEvent alias) return anchored(alias, depth);
        if (depth > MAX_DEPTH) throw at(event.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels");
        YamlValue value;
        if (event instanceof ScalarEvent scalar) {
            refuseUnknown(scalar.getTag(), event);
            value = new YamlValue.Scalar(YamlScalars.plain(scalar), scalar.getValue(), line(event), column(event));
        } else {
            refuseUnknown(((CollectionStartEvent) event).getTag(), event);
            value = event.getEventId() == Event.ID.SequenceStart ? sequence(event, depth) : mapping(event, depth);
        }
        if (value.weight() > maxWeight) throw at(event.getStartMark(), "its aliases unfold to too much");
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        return value;
    }

    private YamlValue anchored(AliasEvent alias, int depth) throws YamlProblem {
        if (++aliases > MAX_ALIASES) throw at(alias.getStartMark(), "more than " + MAX_ALIASES + " aliases");
        YamlValue value = anchors.get(alias.getAlias());
        if (value == null) throw at(alias.getStartMark(), "an alias without an anchor before it, or inside its own");
        if (depth + value.depth() > MAX_DEPTH) {
            throw at(alias.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels");
        }
        return value;
    }

    private YamlValue sequence(Event start, int depth) throws YamlProblem {
        List<YamlValue> items = new ArrayList<>();
        long weight = 1;
        int deepest = 0;
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            YamlValue item = value(next, depth + 1);
            items.add(item);
            weight += item.weight();
            deepest = Math.max(deepest, item.depth() + 1);
        }
        return new YamlValue.Sequence(items, line(start), column(start), weight, deepest);
    }

    private YamlValue mapping(Event start, int depth) throws YamlProblem {
        Map<String, YamlValue> members = new LinkedHashMap<>();
        Map<String, YamlValue> keys = new HashMap<>();
        List<YamlValue> merged = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            boolean merge = next instanceof ScalarEvent key
                    && key.isPlain()
                    && key.getValue().equals("<<");
            if (!(value(next, depth + 1) instanceof YamlValue.Scalar key)) {
                throw at(next.getStartMark(), "a key that is a list or a mapping");
            }
            YamlValue value = value(events.next(), depth + 1);
            if (merge) merged.add(value);
            else if (members.putIfAbsent(key.text(), value) != null) {
                throw at(next.getStartMark(), "a key that stands there twice");
            } else keys.put(key.text(), key);
        }
        for (YamlValue one : merged) merge(one, members, start);
        long weight = 1;
        int deepest = 0;
        for (var member : members.entrySet()) {
            weight += 1 + member.getKey().length() + member.getValue().weight();
            deepest = Math.max(deepest, member.getValue().depth() + 1);
        }
        return new YamlValue.Mapping(members, keys, line(start), column(start), weight, deepest);
    }

    /** Own members win over merged ones, earlier merged ones over later ones. */
    private static void merge(YamlValue source, Map<String, YamlValue> members, Event start) throws YamlProblem {
        if (source instanceof YamlValue.Mapping mapping) {
            mapping.members().forEach(members::putIfAbsent);
        } else if (source instanceof YamlValue.Sequence several) {
            for (YamlValue one : several.items()) merge(one, members, start);
        } else {
            throw at(start.getStartMark(), "a merge key (<<) with something other than mappings");
        }
    }

    private static void refuseUnknown(Optional<String> tag, Event event) throws YamlProblem {
        if (!YamlScalars.isKnown(tag)) throw at(event.getStartMark(), "an unknown tag");
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static int column(Event event) {
        return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    private static YamlProblem at(Optional<Mark> mark, String reason) {
        return mark.map(place -> new YamlProblem(reason, place.getLine() + 1, place.getColumn() + 1))
                .orElseGet(() -> new YamlProblem(reason));
    }
}
