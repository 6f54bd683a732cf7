package io.cloudlab.app.e2e.durability;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** A viewer that comes back after each crash and goes on where it was. */
final class DurabilityWatch {
    private final String job;
    private final List<String> lines = new ArrayList<>();
    private Viewer viewer;
    private JsonNode done;
    private String last = "never connected";
    private int connections;

    DurabilityWatch(String job) {
        this.job = job;
    }

    /** Connects unless it has seen the end; a server that is just being killed is forgiven. */
    void connect(Api api) {
        if (done != null) return;
        try {
            viewer = Viewer.of(api, job, lines.size());
            connections++;
        } catch (CompletionException e) {
            viewer = null;
            last = "refused: " + e.getCause();
        }
    }

    /** Takes what the viewer was told until its connection ended. */
    void collect() {
        if (viewer == null) return;
        int code;
        try {
            code = viewer.awaitClose();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AssertionError gap) throw gap;
            throw e;
        }
        last = "closed: " + code + " after " + viewer.others();
        lines.addAll(viewer.lines());
        if (code == 1000) done = viewer.done();
        viewer = null;
    }

    String job() {
        return job;
    }

    /** What it was told in all, over all its connections. */
    List<String> lines() {
        return lines;
    }

    /** The last message, or null if the end has not been seen. */
    JsonNode done() {
        return done;
    }

    /** How its last connection ended. */
    String last() {
        return last;
    }

    int connections() {
        return connections;
    }
}
