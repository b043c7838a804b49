package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.AdvertisementWatch.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How regularly a host advertised, read off a capture.
 *
 * @param longestMilliseconds by VRID, the longest time between two advertisements; 0 where there was one only
 * @param advertisements in all
 */
record Gaps(Map<Integer, Double> longestMilliseconds, int advertisements) {
    Gaps {
        longestMilliseconds = Map.copyOf(longestMilliseconds);
    }

    /** Of the lines of tcpdump, which begin with seconds since 1970, those that the host has sent. */
    static Gaps of(List<String> capture, String source) {
        Map<Integer, Double> longest = new HashMap<>();
        Map<Integer, Double> lastSeconds = new HashMap<>();
        int count = 0;
        for (String line : capture) {
            Seen seen = Seen.of(line, 0);
            if (seen == null || !seen.source().equals(source)) {
                continue;
            }
            count++;
            double seconds = Double.parseDouble(line.substring(0, line.indexOf(' ')));
            Double before = lastSeconds.put(seen.virtualRouterID(), seconds);
            double gap = before == null ? 0 : (seconds - before) * 1000;
            longest.merge(seen.virtualRouterID(), gap, Math::max);
        }
        return new Gaps(longest, count);
    }

    /** Virtual routers that were silent for longer. */
    long routersSilentFor(double milliseconds) {
        return longestMilliseconds.values().stream()
                .filter(gap -> gap > milliseconds)
                .count();
    }

    double worstMilliseconds() {
        return longestMilliseconds.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
