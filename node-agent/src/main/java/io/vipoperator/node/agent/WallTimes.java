package io.vipoperator.node.agent;

import io.vipoperator.node.loop.NanoClock;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Turns moments of the loop's clock into wall times. A moment is converted once and remembered: a wall clock that is set,
 * or the rounding of two readings, must not make an old report look new. Any thread.
 */
final class WallTimes implements LongFunction<Instant> {
    private static final int REMEMBERED = 4096;

    private final Clock wall;
    private final NanoClock nanos;
    private final Map<Long, Instant> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    WallTimes(Clock wall, NanoClock nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    @Override
    public synchronized Instant apply(long moment) {
        return known.computeIfAbsent(moment, m -> wall.instant().minusNanos(nanos.nanoTime() - m));
    }
}
