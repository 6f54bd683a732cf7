package io.cloudlab.http.body;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import io.cloudlab.http.error.ProblemException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies, and says what is wrong with those it cannot read without repeating what was sent. */
public final class Bodies {
    /** For bodies of a few names, passwords and numbers: little for those who just send. */
    public static final int SMALL = 16 * 1024;

    private static final int MAX_IDS = 1_000;

    private Bodies() {}

    /** @param strict whether members the type does not have are refused */
    public static <T> T read(byte[] body, Class<T> type, boolean strict) {
        if (body.length == 0) throw ProblemException.at(List.of("body"), "is missing", "missing");
        T value;
        try {
            value = Json.reader(strict).forType(type).readValue(body);
        } catch (IOException e) {
            List<Problem.Fault> faults = type.isRecord() ? BodyFaults.of(body, type, strict) : List.of();
            throw faults.size() > 1 ? ProblemException.of(faults) : refusal(e);
        }
        if (value == null) throw ProblemException.at(List.of("body"), "must be an object", "type_error");
        return value;
    }

    /** For calls without a body: an object is let pass, as long as it asks for nothing that would be ignored. */
    public static void requireNothing(byte[] body, boolean strict) {
        Map<?, ?> members = read(body, Map.class, false);
        if (strict && !members.isEmpty()) {
            throw ProblemException.of(members.keySet().stream()
                    .limit(BodyFaults.MAX_FAULTS)
                    .map(name -> new Problem.Fault(
                            List.of("body", name),
                            "is not known: the call takes no members",
                            BodyFaults.UNKNOWN_MEMBER))
                    .toList());
        }
    }

    /** For records that are read: @throws ProblemException with 422 if the member is missing or null */
    public static void require(String member, @Nullable Object value) {
        if (value == null) throw ProblemException.at(List.of("body", member), "is missing", "missing");
    }

    /** @throws ProblemException with 422 if there are too many or one is null */
    public static void checkIds(String member, List<@Nullable Integer> ids) {
        if (ids.size() > MAX_IDS)
            throw ProblemException.at(List.of("body", member), "must hold at most " + MAX_IDS + " ids", "value_error");
        int nothing = ids.indexOf(null);
        if (nothing >= 0)
            throw ProblemException.at(List.of("body", member, nothing), "must be a whole number", "type_error");
    }

    /** Of two ways to say the same: @throws ProblemException with 422 if both are used */
    public static void exclusive(String member, @Nullable Object value, String other, @Nullable Object otherValue) {
        if (value != null && otherValue != null)
            throw ProblemException.at(
                    List.of("body", other), "must not be given together with " + member, "value_error");
    }

    /** @throws ProblemException with 422 if there are too many or one is null */
    public static void checkNames(String member, List<@Nullable String> names) {
        if (names.size() > MAX_IDS)
            throw ProblemException.at(
                    List.of("body", member), "must hold at most " + MAX_IDS + " names", "value_error");
        int nothing = names.indexOf(null);
        if (nothing >= 0) throw ProblemException.at(List.of("body", member, nothing), "must be text", "type_error");
    }

    /** Secrets are not kept longer than needed. */
    public static void wipe(char @Nullable [] secret) {
        if (secret != null) Arrays.fill(secret, '\0');
    }

    private static RuntimeException refusal(IOException unreadable) {
        if (unreadable instanceof StreamConstraintsException
                || unreadable.getCause() instanceof StreamConstraintsException)
            return ProblemException.at(
                    List.of("body"), "is nested too deeply or holds too large a number or name", "too_complex");
        if (unreadable instanceof JsonMappingException mapping) {
            if (mapping.getCause() instanceof JsonParseException syntax) return syntaxError(syntax);
            if (mapping.getCause() instanceof InvalidInput invalid) return invalid;
            if (mapping.getCause() instanceof ProblemException refusal) return refusal;
            if (String.valueOf(mapping.getOriginalMessage()).startsWith("Trailing token"))
                return ProblemException.at(List.of("body"), "is followed by something else", "json_invalid");
            return ProblemException.of(List.of(BodyFaults.fault(mapping, "body")));
        }
        return unreadable instanceof JsonParseException syntax
                ? syntaxError(syntax)
                : ProblemException.at(List.of("body"), "is not valid JSON in UTF-8", "json_invalid");
    }

    private static ProblemException syntaxError(JsonParseException syntax) {
        if (String.valueOf(syntax.getOriginalMessage()).startsWith("Duplicate field"))
            return ProblemException.at(List.of("body"), "names a member twice", "duplicate_member");
        String where = syntax.getLocation() == null
                ? ""
                : " at line " + syntax.getLocation().getLineNr() + ", column "
                        + syntax.getLocation().getColumnNr();
        return ProblemException.at(List.of("body"), "is not valid JSON" + where, "json_invalid");
    }
}
