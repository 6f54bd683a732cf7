package io.cloudlab.http.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudlab.core.shared.InvalidInput;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * The error document of the API: {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for humans
 * @param code stable, for programs
 * @param errors for malformed input and for inputs of scripts, what is wrong where
 * @param correlationId of an error of the server itself, to find it in the server's log
 * @param retryAfter of a limit that was reached, the seconds after which trying again makes sense
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable List<Fault> errors,
        @Nullable String correlationId,
        @Nullable Integer retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One fault of the input.
     *
     * @param loc where: {@code body}, {@code query} or {@code path}, then the names down to the value
     * @param type a stable name of the rule
     */
    public record Fault(List<Object> loc, String msg, String type) {}

    static Problem of(int status, String code, String detail) {
        return new Problem("about:blank", title(status), status, detail, code, null, null, null);
    }

    static Problem malformed(String detail, List<Fault> errors) {
        return new Problem("about:blank", title(422), 422, detail, "invalid-input", errors, null, null);
    }

    static Problem refused(String code, String detail, List<Fault> errors) {
        return new Problem("about:blank", title(400), 400, detail, code, errors.isEmpty() ? null : errors, null, null);
    }

    static Problem internal(String correlationId) {
        return new Problem(
                "about:blank",
                title(500),
                500,
                "Something went wrong in the server. Its log tells more under " + correlationId + ".",
                "internal",
                null,
                correlationId,
                null);
    }

    static Problem tooMany(long seconds, String code, String detail) {
        int wait = (int) Math.max(1, Math.min(seconds, 24 * 3_600));
        return new Problem("about:blank", title(429), 429, detail, code, null, null, wait);
    }

    /** @param part where the input came from: {@code body}, {@code query} or {@code path} */
    static List<Fault> faults(InvalidInput input, String part) {
        return input.violations().stream()
                .map(each -> new Fault(List.of(part, each.member()), each.message(), each.type()))
                .toList();
    }

    /** The status in words, as RFC 9110 has them. */
    public static String title(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> HttpStatus.getMessage(status);
        };
    }

    /** The value of the {@code Retry-After} header for 429. */
    public String waitHeader() {
        return String.valueOf(retryAfter == null ? 60 : retryAfter);
    }
}
