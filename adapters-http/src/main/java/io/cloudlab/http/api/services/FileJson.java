package io.cloudlab.http.api.services;

import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.http.body.Bodies;
import java.time.Instant;
import java.util.List;

/** A file as clients see it. */
record FileJson(String name, long size, Instant modified) {
    record ListOf(List<FileJson> files) {
        static ListOf of(List<FileInfo> files) {
            return new ListOf(files.stream()
                    .map(file -> new FileJson(file.name(), file.size(), file.modified()))
                    .toList());
        }
    }

    record Changed(String status, String filename) {}

    record Save(String content) {
        Save {
            Bodies.require("content", content);
        }

        /** Leaves the text out, since it may hold anything. */
        @Override
        public String toString() {
            return "Save[" + content.length() + " characters]";
        }
    }
}
