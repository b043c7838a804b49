package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.SequenceNumber;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest sequence number that each sender of one router has signed. Only what is proven to be signed raises a mark or takes
 * a place, so that forged sources can't push the true ones out. The loop's thread only.
 */
final class ReplayMarks {
    /** To the group only those that contend for Active speak at the same time. */
    private static final int MOST_TO_GROUP = 4;

    private final Map<IpAddress, Long> marks = new LinkedHashMap<>(8, 0.75f, true);

    /** Whether that number is news. A mark outside the window says nothing: a clock was wrong when it was set. */
    boolean isNews(IpAddress source, long sequence, long epochNanos, long windowSeconds) {
        Long mark = marks.get(source);
        return mark == null
                || !SequenceNumber.isTimely(mark, epochNanos, windowSeconds)
                || SequenceNumber.isAfter(sequence, mark);
    }

    /** That source has signed that number. */
    void raise(IpAddress source, long sequence, int peers) {
        marks.put(source, sequence);
        if (marks.size() > Math.max(MOST_TO_GROUP, peers)) {
            marks.remove(marks.keySet().iterator().next());
        }
    }

    int size() {
        return marks.size();
    }
}
