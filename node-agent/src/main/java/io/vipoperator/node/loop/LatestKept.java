package io.vipoperator.node.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what was used last, at most so many entries: whoever floods the segment can push entries out, but never fill the
 * memory. The loop's thread only.
 */
final class LatestKept<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    LatestKept(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
