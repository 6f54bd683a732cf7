package io.cloudlab.app.e2e;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A form with one file, as browsers send it. */
public final class Form {
    public static final String BOUNDARY = "xYzZy-0123456789";
    public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private Form() {}

    public static byte[] head(String fileName) {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] tail() {
        return ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static HttpRequest.Builder upload(Api api, String path, String fileName, byte[] content) {
        return api.request(path)
                .header("Content-Type", TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head(fileName), content, tail())));
    }
}
