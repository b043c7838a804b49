package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long a host has had one address of two, and not the other: the kernel's own messages ({@code ip monitor}), with the time at which they
 * came. Used by one thread at a time.
 */
final class Halves implements AutoCloseable {

    private static final Pattern MESSAGE =
            Pattern.compile("\\[(\\S+)\\] (Deleted )?\\d+: \\S+ +inet6? ([0-9a-f.:]+)[/ ].*");

    private final ChildProcess monitor;
    private final Set<String> both;
    private final boolean hasBoth;

    private Halves(ChildProcess monitor, Set<String> both, boolean hasBoth) {
        this.monitor = monitor;
        this.both = both;
        this.hasBoth = hasBoth;
    }

    /** Watches a host that has both now, or neither. */
    static Halves watch(NetnsSegment segment, String host, String one, String other, boolean hasBoth) {
        return new Halves(
                segment.start(host, "halves", Map.of("LC_ALL", "C"), List.of("ip", "-ts", "-o", "monitor", "address")),
                Set.of(one, other),
                hasBoth);
    }

    /** How often it has got both. */
    long wholes() {
        return times(monitor.output(), both, hasBoth).wholes();
    }

    /** The longest time with a half that is over. */
    Duration longest() {
        return times(monitor.output(), both, hasBoth).longest();
    }

    /** What the messages say. */
    record Times(Duration longest, long wholes) {}

    /** Pure. */
    static Times times(String messages, Set<String> both, boolean hasBoth) {
        Set<String> held = new HashSet<>(hasBoth ? both : Set.of());
        Duration longest = Duration.ZERO;
        long wholes = 0;
        LocalDateTime halfSince = null;
        for (String line : messages.lines().toList()) {
            Matcher message = MESSAGE.matcher(line);
            if (!message.matches() || !both.contains(message.group(3))) {
                continue;
            }
            boolean changed = message.group(2) == null ? held.add(message.group(3)) : held.remove(message.group(3));
            LocalDateTime at = LocalDateTime.parse(message.group(1));
            if (changed && held.size() == 1) {
                halfSince = at;
            } else if (changed) {
                Duration half = Duration.between(halfSince, at);
                longest = half.compareTo(longest) > 0 ? half : longest;
                wholes += held.size() / 2;
            }
        }
        return new Times(longest, wholes);
    }

    @Override
    public void close() {
        monitor.kill();
    }
}
