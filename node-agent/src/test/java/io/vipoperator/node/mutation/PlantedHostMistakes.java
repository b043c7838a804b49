package io.vipoperator.node.mutation;

import static io.vipoperator.node.mutation.PlantedMistakes.mistake;

import java.util.List;

/** Mistakes in what looks at this host, its name server and its gateway. */
final class PlantedHostMistakes {
    private static final String PING = "io.vipoperator.node.health.probe.PingProberTest";
    private static final String ECHO = "io.vipoperator.node.wire.IcmpEchoTest";
    private static final String EXEC = "io.vipoperator.node.health.probe.ExecProberTest";
    private static final String CHILDREN = "io.vipoperator.node.net.ChildProcessesTest";
    private static final String PROCESS = "io.vipoperator.node.health.probe.ProcessProberTest";
    private static final String FILE = "io.vipoperator.node.health.probe.FileProberTest";
    private static final String DNS = "io.vipoperator.node.health.probe.DnsProberTest";
    private static final String GRPC = "io.vipoperator.node.health.probe.GrpcProberTest";
    private static final String READERS = "io.vipoperator.node.agent.check.HostReadersTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "just as much loss as is tolerated fails",
                    "health/probe/PingProber.java",
                    "lost * 100L <= (long)",
                    "lost * 100L < (long)",
                    PING),
            mistake(
                    "anybody's echo replies are ours",
                    "wire/IcmpEcho.java",
                    "half(octets, start + 4) == identifier",
                    "identifier >= 0",
                    ECHO),
            mistake(
                    "half of an ICMP checksum is lost",
                    "wire/IcmpEcho.java",
                    "(byte) (checksum >>> 8)",
                    "(byte) (checksum >>> 16)",
                    ECHO),
            mistake(
                    "a program that can't be killed is started again beside itself",
                    "health/probe/ExecProber.java",
                    "if (!gone.toCompletableFuture().isDone()) {",
                    "if (exec.command().isEmpty()) {",
                    EXEC),
            mistake(
                    "a program has no time to end by itself",
                    "net/ChildProcess.java",
                    "GRACE_NANOS = 500_000_000L",
                    "GRACE_NANOS = 0L",
                    CHILDREN),
            mistake(
                    "who has ended counts as long as nobody has waited for him",
                    "health/probe/ProcessScan.java",
                    "\" Z\"",
                    "\" Y\"",
                    PROCESS),
            mistake(
                    "a scan of 200 ms ago will do",
                    "health/probe/ProcessScan.java",
                    "< FRESH_NANOS",
                    "<= FRESH_NANOS",
                    PROCESS),
            mistake(
                    "a negative number is healthy",
                    "health/probe/FileProber.java",
                    "(number < 0 ?",
                    "(number < -253 ?",
                    FILE),
            mistake(
                    "a file is taken for one of the root's file system",
                    "health/probe/FileReads.java",
                    "mountPoint.length() >= found.length()",
                    "mountPoint.length() <= found.length()",
                    FILE),
            mistake(
                    "an answer may be another one than is expected",
                    "health/probe/DnsProber.java",
                    "return absent.isEmpty()",
                    "return !found.isEmpty()",
                    DNS),
            mistake(
                    "what isn't serving is healthy",
                    "health/probe/GrpcConversation.java",
                    "status == ServingStatus.SERVING",
                    "status != ServingStatus.UNKNOWN",
                    GRPC),
            mistake(
                    "a path may lead upwards",
                    "agent/check/FileReader.java",
                    "|| UPWARDS.matcher(path).find()",
                    "|| UPWARDS.matcher(path).matches()",
                    READERS));

    private PlantedHostMistakes() {}
}
