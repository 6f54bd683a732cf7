package io.cloudlab.app.bench.support;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Many viewers of one job, all read by one thread. */
public final class Fanout implements AutoCloseable {
    private final List<SocketViewer> viewers = new ArrayList<>();
    private final Map<SocketViewer, LineCount> counts = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);

    public static Fanout connect(URI server, String token, String job, int viewers, int width) throws IOException {
        Fanout fanout = new Fanout();
        for (int i = 0; i < viewers; i++) {
            LineCount count = new LineCount(width);
            SocketViewer viewer = SocketViewer.connect(server, token, job, count);
            fanout.viewers.add(viewer);
            fanout.counts.put(viewer, count);
        }
        return fanout;
    }

    /** Reads until every viewer has been told the end. */
    public void readToTheEnd() throws IOException {
        try (Selector selector = Selector.open()) {
            for (SocketViewer viewer : viewers) {
                viewer.channel.configureBlocking(false);
                viewer.channel.register(selector, SelectionKey.OP_READ, viewer);
            }
            int open = viewers.size();
            while (open > 0) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    SocketViewer viewer = (SocketViewer) key.attachment();
                    if (!viewer.read(buffer)) throw new IOException("the server ended a connection");
                    if (counts.get(viewer).isDone()) {
                        key.cancel();
                        open--;
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    /** The payload of all viewers. */
    public long bytes() {
        return counts.values().stream().mapToLong(LineCount::bytes).sum();
    }

    /** How many lines each of them was told; refuses if they differ. */
    public long lines() {
        List<Long> different =
                counts.values().stream().map(LineCount::lines).distinct().toList();
        if (different.size() != 1) throw new IllegalStateException("the viewers were told " + different + " lines");
        return different.get(0);
    }

    @Override
    public void close() throws IOException {
        for (SocketViewer viewer : viewers) viewer.close();
    }
}
