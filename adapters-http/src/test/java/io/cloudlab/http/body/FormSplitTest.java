package io.cloudlab.http.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link UploadForm} relies on: the parser gives every byte back, however a form arrives in pieces. */
class FormSplitTest {
    private static final String HEAD = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    private static final String TAIL = "\r\n--xyz--\r\n";

    private static final class Collected extends MultiPart.AbstractPartsListener {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean complete;
        private @Nullable Throwable failure;

        @Override
        public void onPartContent(Content.Chunk chunk) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(bytes);
            content.writeBytes(bytes);
        }

        @Override
        public void onPart(String name, String fileName, HttpFields headers) {
            assertThat(name).isEqualTo("file");
            assertThat(fileName).isEqualTo("a");
        }

        @Override
        public void onComplete() {
            complete = true;
        }

        @Override
        public void onFailure(Throwable why) {
            failure = why;
        }
    }

    private static String parsed(String form, int... cuts) {
        Collected collected = new Collected();
        MultiPart.Parser parser = new MultiPart.Parser("xyz", collected);
        byte[] bytes = form.getBytes(ISO_8859_1);
        int from = 0;
        for (int cut : cuts) {
            parser.parse(
                    Content.Chunk.from(ByteBuffer.wrap(bytes, from, cut - from).slice(), false));
            from = cut;
        }
        parser.parse(Content.Chunk.from(
                ByteBuffer.wrap(bytes, from, bytes.length - from).slice(), true));
        assertThat(collected.failure).isNull();
        assertThat(collected.complete).isTrue();
        return collected.content.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\r",
                "\n",
                "\r\n",
                "\r\r\r",
                "\n\n",
                "a\r",
                "\ra",
                "\r\n--xy",
                "\r\n--xy\r\n--x",
                "\r\n-",
                "\r\n\r\n--xyy\r",
                "ab\r\ncd\r\n\r",
                "\0\r\n\u00ff\r"
            })
    void everyByteComesBackHoweverTheFormIsCut(String content) {
        String form = HEAD + content + TAIL;
        for (int first = 0; first < form.length(); first++) {
            assertThat(parsed(form, first)).as("cut at %s", first).isEqualTo(content);
            for (int second = Math.max(first, HEAD.length() - 4); second < form.length(); second++) {
                assertThat(parsed(form, first, second))
                        .as("cut at %s and %s", first, second)
                        .isEqualTo(content);
            }
        }
    }

    @Test
    void everyByteComesBackFromAFormThatArrivesByteByByte() {
        String content = "x\r\n--xyZ\r\r\n\r\n-";
        String form = HEAD + content + TAIL;
        int[] cuts = new int[form.length() - 1];
        for (int i = 0; i < cuts.length; i++) cuts[i] = i + 1;
        assertThat(parsed(form, cuts)).isEqualTo(content);
    }
}
