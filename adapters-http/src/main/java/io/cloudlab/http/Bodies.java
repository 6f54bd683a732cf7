package io.cloudlab.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cloudlab.core.shared.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies, and says what is wrong with those it cannot read without repeating what was sent. */
final class Bodies {
    /** For bodies of a few names, passwords and numbers: little for those who just send. */
    static final int SMALL = 16 * 1024;

    private static final int MOST_IDS = 1_000;

    private Bodies() {}

    static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) throw Refusal.at(List.of("body"), "is missing", "missing");
        T value;
        try {
            value = Json.MAPPER.readValue(body, type);
        } catch (IOException unreadable) {
            List<Problem.Fault> faults = type.isRecord() ? BodyFaults.of(body, type) : List.of();
            throw faults.size() > 1 ? Refusal.of(faults) : refusal(unreadable);
        }
        if (value == null) throw Refusal.at(List.of("body"), "must be an object", "type_error");
        return value;
    }

    /** For records that are read: @throws Refusal with 422 if the member is missing or null */
    static void require(String member, @Nullable Object value) {
        if (value == null) throw Refusal.at(List.of("body", member), "is missing", "missing");
    }

    /** @throws Refusal with 422 if there are too many or one is null */
    static void checkIds(String member, List<@Nullable Integer> ids) {
        if (ids.size() > MOST_IDS)
            throw Refusal.at(List.of("body", member), "must hold at most " + MOST_IDS + " ids", "value_error");
        int nothing = ids.indexOf(null);
        if (nothing >= 0) throw Refusal.at(List.of("body", member, nothing), "must be a whole number", "type_error");
    }

    /** Secrets are not kept longer than needed. */
    static void wipe(char @Nullable [] secret) {
        if (secret != null) Arrays.fill(secret, '\0');
    }

    private static RuntimeException refusal(IOException unreadable) {
        if (unreadable instanceof StreamConstraintsException
                || unreadable.getCause() instanceof StreamConstraintsException)
            return Refusal.at(
                    List.of("body"), "is nested too deeply or holds too large a number or name", "too_complex");
        if (unreadable instanceof JsonMappingException mapping) {
            if (mapping.getCause() instanceof JsonParseException syntax) return syntaxError(syntax);
            if (mapping.getCause() instanceof InvalidInput invalid) return invalid;
            if (mapping.getCause() instanceof Refusal refusal) return refusal;
            if (String.valueOf(mapping.getOriginalMessage()).startsWith("Trailing token"))
                return Refusal.at(List.of("body"), "is followed by something else", "json_invalid");
            return Refusal.at(place(mapping, "body"), expectation(mapping), "type_error");
        }
        return unreadable instanceof JsonParseException syntax
                ? syntaxError(syntax)
                : Refusal.at(List.of("body"), "is not valid JSON in UTF-8", "json_invalid");
    }

    /** What is wrong with a member that was read by itself. */
    static Problem.Fault fault(String member, JsonMappingException wrong) {
        return new Problem.Fault(place(wrong, "body", member), expectation(wrong), "type_error");
    }

    private static Refusal syntaxError(JsonParseException syntax) {
        if (String.valueOf(syntax.getOriginalMessage()).startsWith("Duplicate field"))
            return Refusal.at(List.of("body"), "names a member twice", "duplicate_member");
        String where = syntax.getLocation() == null
                ? ""
                : " at line " + syntax.getLocation().getLineNr() + ", column "
                        + syntax.getLocation().getColumnNr();
        return Refusal.at(List.of("body"), "is not valid JSON" + where, "json_invalid");
    }

    private static List<Object> place(JsonMappingException mapping, String... start) {
        List<Object> loc = new ArrayList<>(List.of(start));
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() != null) loc.add(step.getFieldName());
            else if (step.getIndex() >= 0) loc.add(step.getIndex());
        }
        return loc;
    }

    private static String expectation(JsonMappingException mapping) {
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
