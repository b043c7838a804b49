package io.vipoperator.node.agent.cli;

import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a probe asked, what came, how long it took, and what that means. Pure. */
final class ProbeText {
    private static final double NANOS_PER_MILLISECOND = 1_000_000.0;

    private ProbeText() {}

    /** Several lines. */
    static String of(CheckSetup setup, Finding finding, long durationNanos) {
        String ends = finding.certificateNotAfter().map(ProbeText::ends).orElse("");
        return setup.name() + ": " + (finding.success() ? "healthy" : "failing") + "\n"
                + line("asked", asked(setup.probe()))
                + line("came", finding.message())
                + ends
                + line("took", milliseconds(durationNanos) + " of " + setup.timeoutNanos() / 1_000_000 + " ms")
                + line("means", means(setup, finding));
    }

    private static String line(String title, String text) {
        return "  " + title + " ".repeat(8 - title.length()) + text + "\n";
    }

    private static String ends(Instant notAfter) {
        return line("", "the certificate ends on " + notAfter.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MILLISECOND);
    }

    private static String means(CheckSetup setup, Finding finding) {
        int threshold = finding.success() ? setup.healthyThreshold() : setup.unhealthyThreshold();
        String verdict = finding.success() ? "a failing check healthy" : "a healthy check fail";
        return threshold == 1 ? "one such makes " + verdict : threshold + " such in a row make " + verdict;
    }

    /** What is asked of whom, and what is expected. */
    static String asked(Probe probe) {
        return switch (probe) {
            case Probe.Http http ->
                http.method() + " " + (http.tls().isPresent() ? "https" : "http") + "://"
                        + endpoint(http.host(), http.port()) + http.path() + ", for status "
                        + http.expectedStatuses().stream().map(ProbeText::range).collect(Collectors.joining(", "))
                        + found(http.bodyPattern(), "the body")
                        + http.bodyDigest()
                                .map(digest -> " and a body of " + digest.algorithm() + " " + digest.value())
                                .orElse("")
                        + tls(http.tls());
            case Probe.Tcp tcp ->
                "a connection to " + endpoint(tcp.host(), tcp.port())
                        + (tcp.send().isPresent() ? ", sends something" : "")
                        + found(tcp.expect(), "what comes");
            case Probe.Udp udp ->
                "a datagram of " + udp.payload().length() / 2 + " octets to " + endpoint(udp.host(), udp.port())
                        + (udp.replyRequired() ? ", for a reply" : ", for no error")
                        + found(udp.reply(), "the reply");
            case Probe.Dns dns ->
                dns.recordType() + " of " + dns.name() + " at " + endpoint(dns.host(), dns.port())
                        + (dns.expectedAnswers().isEmpty()
                                ? ", for any answer"
                                : ", for " + String.join(" and ", dns.expectedAnswers()));
            case Probe.Smtp smtp ->
                (smtp.extended() ? "EHLO" : "HELO") + (smtp.clientName().isEmpty() ? "" : " " + smtp.clientName())
                        + " at "
                        + endpoint(smtp.host(), smtp.port())
                        + (smtp.startTls().isPresent() ? ", STARTTLS" : "")
                        + tls(smtp.startTls());
            case Probe.Grpc grpc ->
                "grpc.health.v1.Health/Check of "
                        + (grpc.service().isEmpty() ? "the server" : grpc.service())
                        + " at " + endpoint(grpc.host(), grpc.port())
                        + tls(grpc.tls());
            case Probe.Ping ping ->
                "ICMP echo from " + ping.host() + ", " + ping.count()
                        + (ping.count() == 1 ? " request" : " requests")
                        + ", of which " + ping.maximumLossPercent() + " % may be lost";
            case Probe.Exec exec ->
                String.join(" ", exec.command()) + ", as user and group " + exec.user() + ", for status 0";
            case Probe.Processes processes ->
                processes.minimumCount() + " or more processes "
                        + processes
                                .name()
                                .map(name -> "named " + name)
                                .orElseGet(() -> "with "
                                        + processes
                                                .commandLine()
                                                .map(Pattern::pattern)
                                                .orElse("")
                                        + " in their command line");
            case Probe.File file -> "a number in " + file.path() + " that is not negative";
            case Probe.Decided decided -> "nothing: the operator decides it from EndpointSlices";
        };
    }

    private static String range(Probe.Range range) {
        return range.from() == range.to() ? Integer.toString(range.from()) : range.from() + " to " + range.to();
    }

    private static String found(Optional<Pattern> pattern, String where) {
        return pattern.map(one -> ", with " + one.pattern() + " in " + where).orElse("");
    }

    private static String tls(Optional<Probe.TlsSettings> tls) {
        return tls.map(one -> (one.verify() ? ", verified as " : ", not verified, as ")
                        + one.serverName()
                        + (one.minimumCertificateDays().isPresent()
                                ? ", valid for " + one.minimumCertificateDays().getAsInt() + " days still"
                                : ""))
                .orElse("");
    }

    private static String endpoint(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
