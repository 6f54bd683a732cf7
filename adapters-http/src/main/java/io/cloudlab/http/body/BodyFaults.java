package io.cloudlab.http.body;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at every member of a body that could not be read: reading itself ends at the first that is wrong. */
public final class BodyFaults {
    public static final int MAX_FAULTS = 20;
    static final String UNKNOWN_MEMBER = "unknown_member";

    private BodyFaults() {}

    /** @return none if the body is no object, or all its members are there and of the right type */
    static List<Problem.Fault> of(byte[] body, Class<?> type, boolean strict) {
        List<Problem.Fault> faults = new ArrayList<>();
        try {
            JsonNode members = Json.MAPPER.readTree(body);
            if (!members.isObject()) return faults;
            Set<String> known = new TreeSet<>();
            for (RecordComponent component : type.getRecordComponents()) {
                check(component, members, strict, faults);
                known.add(Json.name(component));
            }
            if (strict) refuseOthers(known, members, faults);
        } catch (IOException e) {
            // is said as a whole
        }
        return faults;
    }

    private static void refuseOthers(Set<String> known, JsonNode members, List<Problem.Fault> faults) {
        members.fieldNames().forEachRemaining(name -> {
            if (faults.size() < MAX_FAULTS && !known.contains(name))
                faults.add(new Problem.Fault(List.of("body", name), notKnown(known), UNKNOWN_MEMBER));
        });
    }

    private static void check(RecordComponent component, JsonNode members, boolean strict, List<Problem.Fault> faults)
            throws IOException {
        String name = Json.name(component);
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                faults.add(new Problem.Fault(List.of("body", name), "is missing", "missing"));
            return;
        }
        JavaType wanted = Json.MAPPER.constructType(component.getGenericType());
        try {
            Json.reader(strict).forType(wanted).readValue(value);
        } catch (JsonMappingException e) {
            faults.add(fault(e, "body", name));
        }
    }

    /** @param known the names there are */
    public static String notKnown(Collection<?> known) {
        return "is not known; known: "
                + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /** @param start where the value that was read stands */
    static Problem.Fault fault(JsonMappingException wrong, String... start) {
        return new Problem.Fault(place(wrong, start), expectation(wrong), rule(wrong));
    }

    private static List<Object> place(JsonMappingException mapping, String... start) {
        List<Object> loc = new ArrayList<>(List.of(start));
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() != null) loc.add(step.getFieldName());
            else if (step.getIndex() >= 0) loc.add(step.getIndex());
        }
        return loc;
    }

    private static String rule(JsonMappingException mapping) {
        return mapping instanceof UnrecognizedPropertyException ? UNKNOWN_MEMBER : "type_error";
    }

    private static String expectation(JsonMappingException mapping) {
        if (mapping instanceof UnrecognizedPropertyException unknown) return notKnown(unknown.getKnownPropertyIds());
        Class<?> target = mapping instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (target == null) return "has the wrong type";
        if (target == String.class || target == char[].class) return "must be text";
        if (target == Boolean.class || target == boolean.class) return "must be true or false";
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) return "must be a whole number";
        if (Collection.class.isAssignableFrom(target) || target.isArray()) return "must be a list";
        if (Map.class.isAssignableFrom(target) || target.isRecord()) return "must be an object";
        return "has the wrong type";
    }
}
