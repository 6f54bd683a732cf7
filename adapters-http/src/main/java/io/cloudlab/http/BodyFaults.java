package io.cloudlab.http;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at every member of a body that could not be read: reading itself ends at the first that is wrong. */
final class BodyFaults {
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
        } catch (IOException notJson) {
            // is said as a whole
        }
        return faults;
    }

    private static void refuseOthers(Set<String> known, JsonNode members, List<Problem.Fault> faults) {
        members.fieldNames().forEachRemaining(name -> {
            if (faults.size() < Bodies.MOST_FAULTS && !known.contains(name))
                faults.add(new Problem.Fault(List.of("body", name), Bodies.notKnown(known), Bodies.UNKNOWN_MEMBER));
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
            Bodies.reader(strict).forType(wanted).readValue(value);
        } catch (JsonMappingException wrong) {
            faults.add(Bodies.fault(name, wrong));
        }
    }
}
