package io.vipoperator.e2e.moves;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What passes the NIC of a host, read by tcpdump: advertisements, ARP, and Neighbor Advertisements. Used by the test's thread. */
final class WireLog {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Pattern ADVERTISEMENT =
            Pattern.compile("^(\\d+\\.\\d+) IP6? (\\S+) > (\\S+): .*vrid (\\d+), prio (\\d+),");
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("^(\\d+\\.\\d+) (?:ARP, (Request) who-has (\\S+) (?:\\S+ )?tell (\\S+),"
                    + "|ARP, (Reply) (\\S+) is-at|IP6 .*neighbor (advertisement), tgt is ([^,\\s]+))");

    private final ChildProcess capture;

    WireLog(NetnsSegment segment, String host) {
        capture = segment.start(
                host,
                "tcpdump",
                Map.of(),
                List.of(
                        "tcpdump",
                        "-l",
                        "-n",
                        "-tt",
                        "-i",
                        "eth0",
                        "ip proto 112 or ip6 proto 112 or arp or (icmp6 and ip6[40] == 136)"));
        await("tcpdump").atMost(START).until(() -> capture.output().contains("listening on"));
    }

    /** One advertisement. */
    record Advertisement(double atSeconds, String source, String destination, int virtualRouterID, int priority) {}

    /** One gratuitous ARP or Neighbor Advertisement: {@code Request}, {@code Reply} or {@code advertisement}. */
    record Announced(double atSeconds, String form, String address) {}

    /** All so far, in their order. */
    List<Advertisement> advertisements() {
        List<Advertisement> all = new ArrayList<>();
        capture.output().lines().forEach(line -> {
            Matcher matcher = ADVERTISEMENT.matcher(line);
            if (matcher.find()) {
                all.add(new Advertisement(
                        Double.parseDouble(matcher.group(1)),
                        matcher.group(2),
                        matcher.group(3),
                        Integer.parseInt(matcher.group(4)),
                        Integer.parseInt(matcher.group(5))));
            }
        });
        return all;
    }

    /** Those of one virtual router over IPv4. */
    List<Advertisement> advertisements(int virtualRouterID) {
        return advertisements().stream()
                .filter(one -> one.virtualRouterID() == virtualRouterID
                        && !one.source().contains(":"))
                .toList();
    }

    /** All so far, in their order. */
    List<Announced> announcements() {
        return capture.output()
                .lines()
                .flatMap(line -> announced(line).stream())
                .toList();
    }

    private static Optional<Announced> announced(String line) {
        Matcher matcher = ANNOUNCEMENT.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        double at = Double.parseDouble(matcher.group(1));
        if (matcher.group(2) != null) {
            return matcher.group(3).equals(matcher.group(4))
                    ? Optional.of(new Announced(at, "Request", matcher.group(3)))
                    : Optional.empty();
        }
        return Optional.of(
                matcher.group(5) != null
                        ? new Announced(at, "Reply", matcher.group(6))
                        : new Announced(at, "advertisement", matcher.group(8)));
    }

    /** The longest time between two advertisements of a router, in seconds; whoever sent them. */
    static double longestGapSeconds(List<Advertisement> advertisements) {
        double longest = 0;
        for (int i = 1; i < advertisements.size(); i++) {
            longest = Math.max(
                    longest,
                    advertisements.get(i).atSeconds()
                            - advertisements.get(i - 1).atSeconds());
        }
        return longest;
    }

    String output() {
        return capture.output();
    }
}
