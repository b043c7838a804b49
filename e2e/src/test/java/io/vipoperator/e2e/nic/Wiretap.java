package io.vipoperator.e2e.nic;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What passes on the segment, as a host that takes no part hears it through AF_PACKET: VRRP, ARP and ICMPv6, with the kernel's time of each
 * frame. Used by the test's thread.
 */
final class Wiretap {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** {@code seconds.micros SOURCE > DESTINATION, ethertype ...: what}, as tcpdump -e -n -tt prints it. */
    private static final Pattern LINE = Pattern.compile("(\\d+)\\.(\\d{6}) ([0-9a-f:]{17}) > ([0-9a-f:]{17}), (.*)");

    private final ChildProcess process;

    private Wiretap(ChildProcess process) {
        this.process = process;
    }

    /**
     * A frame.
     *
     * @param atMicros since the epoch
     * @param source MAC address
     * @param text the rest, as tcpdump tells it
     */
    record Frame(long atMicros, String source, String text) {

        boolean isAdvertisement(int virtualRouterId) {
            return text.contains("Advertisement, vrid " + virtualRouterId + ",");
        }

        /** As {@link #isAdvertisement}, from that host. */
        boolean isAdvertisement(int virtualRouterId, String sourceAddress) {
            return isAdvertisement(virtualRouterId) && text.contains(": " + sourceAddress + " > ");
        }

        /** A gratuitous ARP, as request or as reply, or an unsolicited Neighbor Advertisement. */
        boolean announces(String address) {
            return (text.contains("Request who-has " + address + " ") && text.contains(" tell " + address + ","))
                    || text.contains("Reply " + address + " is-at ")
                    || text.contains("neighbor advertisement, tgt is " + address + ",");
        }

        /** As {@link #announces}, with that MAC. */
        boolean announces(String address, String mac) {
            return source.equals(mac) && announces(address);
        }
    }

    /** Listens on the host's {@code eth0} from now on. */
    static Wiretap start(NetnsSegment segment, String host) {
        ChildProcess process = segment.start(
                host,
                "tap",
                Map.of(),
                List.of("tcpdump", "-e", "-n", "-tt", "-l", "--immediate-mode", "-Z", "root", "-i", "eth0"));
        await("tcpdump on " + host).atMost(SOON).until(() -> process.output().contains("listening on "));
        return new Wiretap(process);
    }

    /** All frames until now. */
    List<Frame> frames() {
        return process.output()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(Wiretap::frame)
                .toList();
    }

    private static Frame frame(Matcher line) {
        return new Frame(
                Long.parseLong(line.group(1)) * 1_000_000 + Long.parseLong(line.group(2)),
                line.group(3),
                line.group(5));
    }

    /** Those that came after a moment. */
    List<Frame> framesSince(long micros, Predicate<Frame> wanted) {
        return frames().stream()
                .filter(frame -> frame.atMicros() >= micros)
                .filter(wanted)
                .toList();
    }

    /** Waits for one that came after a moment, and gives the first. */
    Frame awaitFrame(String what, long sinceMicros, Predicate<Frame> wanted) {
        return await(what)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> framesSince(sinceMicros, wanted), found -> !found.isEmpty())
                .getFirst();
    }

    /** This moment, in the time of frames. */
    static long nowMicros() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
