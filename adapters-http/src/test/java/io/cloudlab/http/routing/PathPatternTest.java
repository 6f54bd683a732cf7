package io.cloudlab.http.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
    private static final String SERVICE = "/api/services/{name}/files/{folder}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/services/wiki/files",
                "/api/services/wiki/files/",
                "/api/services/wiki/files/a/",
                "/api/services/wiki/files/a/b",
                "/api/services//files/a",
                "/api//services/wiki/files/a",
                "/api/services/./files/a",
                "/api/services/../files/a",
                "/api/services/wiki;v=1/files/a",
                "/api/%73ervices/wiki/files/a",
                "/API/services/wiki/files/a",
                "api/services/wiki/files/a",
                ""
            })
    void otherPathDoesNotMatch(String path) {
        assertThat(new PathPattern(SERVICE).matches(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/services/wiki/files/inputs, wiki, inputs",
        "/api/services/w%C3%BCrfel/files/a+b, würfel, a+b",
        "/api/services/50%25/files/a%2Bb%20c, 50%, a+b c",
        "/api/services/name/files/folder, name, folder"
    })
    void parametersAreDecodedSegments(String path, String name, String folder) {
        assertThat(new PathPattern(SERVICE).matches(path)).isTrue();
        assertThat(PathPattern.value(SERVICE, path, "name")).isEqualTo(name);
        assertThat(PathPattern.value(SERVICE, path, "folder")).isEqualTo(folder);
    }

    @Test
    void unknownParameterHasNoValue() {
        assertThat(PathPattern.value(SERVICE, "/api/services/wiki/files/a", "nam"))
                .isNull();
        assertThat(PathPattern.value(SERVICE, "/api/services/wiki/files/a", "services"))
                .isNull();
    }
}
