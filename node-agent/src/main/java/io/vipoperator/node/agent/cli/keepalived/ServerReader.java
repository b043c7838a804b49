package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.BodyDigest;
import io.vipoperator.api.v1alpha1.DigestAlgorithm;
import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.api.v1alpha1.HttpScheme;
import io.vipoperator.api.v1alpha1.StatusRange;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TcpProbe;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.node.vrrp.IpAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads virtual servers. Balancing is others' work, so that only the checks of the real servers become HealthChecks, for
 * whoever wants to refer to them. Used by one thread.
 */
final class ServerReader {
    private static final String BALANCING =
            "balancing inside the cluster is kube-proxy's: make a Service, with the VirtualIP's"
                    + " address among its externalIPs";
    private static final BigDecimal DEFAULT_LOOP_SECONDS = BigDecimal.valueOf(60);
    private static final BigDecimal DEFAULT_TIMEOUT_SECONDS = BigDecimal.valueOf(5);
    private static final int MOST_MILLISECONDS = 3_600_000;

    private final Ledger ledger;
    private final Names names;
    private final List<Check> checks = new ArrayList<>();

    private ServerReader(Names names, Ledger ledger) {
        this.names = names;
        this.ledger = ledger;
    }

    /** The checks of all real servers. */
    static List<Check> read(Block top, Names names) {
        ServerReader reader = new ServerReader(names, top.ledger());
        top.all("virtual_server").forEach(reader::virtualServer);
        return reader.checks;
    }

    /** What a checker inherits from the blocks around it. */
    private record Defaults(BigDecimal loopSeconds, BigDecimal timeoutSeconds, int retries, Optional<Integer> port) {}

    private void virtualServer(Statement statement) {
        Block block = new Block(statement, ledger);
        Optional<Integer> port = statement.arguments().size() < 2
                ? Optional.empty()
                : Numbers.whole(statement.arguments().get(1)).filter(number -> number >= 1 && number <= 65535);
        List<Statement> realServers = block.all("real_server");
        Defaults defaults = defaults(block, new Defaults(DEFAULT_LOOP_SECONDS, DEFAULT_TIMEOUT_SECONDS, 1, port));
        List<String> quoted = block.quoted();
        ledger.altered(
                statement, BALANCING + (quoted.isEmpty() ? "" : ". Left out with it: " + String.join(", ", quoted)));
        realServers.forEach(server -> realServer(server, defaults));
    }

    private Defaults defaults(Block block, Defaults outer) {
        Optional<Integer> retries = block.number("retry", 0, 99).or(() -> block.number("nb_get_retry", 0, 99));
        return new Defaults(
                block.seconds("delay_loop", 0, 3600)
                        .filter(one -> one.signum() > 0)
                        .orElse(outer.loopSeconds()),
                block.seconds("connect_timeout", 0, 3600)
                        .filter(one -> one.signum() > 0)
                        .orElse(outer.timeoutSeconds()),
                retries.orElse(outer.retries()),
                outer.port());
    }

    private void realServer(Statement statement, Defaults outer) {
        Block block = new Block(statement, ledger);
        List<Statement> http = block.all("HTTP_GET");
        List<Statement> https = block.all("SSL_GET");
        List<Statement> tcp = block.all("TCP_CHECK");
        Defaults defaults = defaults(block, outer);
        Optional<IpAddress> address = statement.arguments().isEmpty()
                ? Optional.empty()
                : IpAddress.tryParse(statement.arguments().get(0));
        Optional<Integer> port = statement.arguments().size() < 2
                ? defaults.port()
                : Numbers.whole(statement.arguments().get(1)).filter(number -> number >= 1 && number <= 65535);
        if (address.isEmpty() || port.isEmpty()) {
            ledger.notExpressed(statement, "must be an address and a port from 1 to 65535");
            return;
        }
        Target target = new Target(address.get().toString(), port.get());
        int before = checks.size();
        http.forEach(one -> requests(one, target, HttpScheme.HTTP, defaults));
        https.forEach(one -> requests(one, target, HttpScheme.HTTPS, defaults));
        tcp.forEach(one -> connection(one, target, defaults));
        List<String> quoted = block.quoted();
        String made = checks.size() == before
                ? "an endpoint of that Service"
                : "an endpoint of that Service; its check is written as a HealthCheck that no VirtualIP refers to ("
                        + String.join(
                                ", ",
                                checks.subList(before, checks.size()).stream()
                                        .map(Check::name)
                                        .toList()) + ")";
        ledger.altered(statement, made + (quoted.isEmpty() ? "" : ". Left out with it: " + String.join(", ", quoted)));
    }

    /** Where a check connects to. */
    private record Target(String host, int port) {
        Target or(Block block) {
            Optional<String> host =
                    block.word("connect_ip").flatMap(IpAddress::tryParse).map(IpAddress::toString);
            return new Target(
                    host.orElse(this.host),
                    block.number("connect_port", 1, 65535).orElse(port));
        }

        String title() {
            return host + "-" + port;
        }
    }

    private void connection(Statement statement, Target server, Defaults outer) {
        ledger.expressed(statement);
        Block block = new Block(statement, ledger);
        Defaults defaults = defaults(block, outer);
        Target target = server.or(block);
        block.rest();
        add(
                "tcp-" + target.title(),
                statement,
                new Probe.Tcp(new TcpProbe(target.host(), target.port(), null, null)),
                defaults);
    }

    private void requests(Statement statement, Target server, HttpScheme scheme, Defaults outer) {
        ledger.expressed(statement);
        Block block = new Block(statement, ledger);
        Defaults defaults = defaults(block, outer);
        Target target = server.or(block);
        boolean namesItself = block.truth("enable_sni");
        Optional<String> common = block.word("virtualhost");
        for (Statement url : block.all("url")) {
            ledger.expressed(url);
            Block inner = new Block(url, ledger);
            Optional<String> host = inner.word("virtualhost").or(() -> common);
            Probe probe = new Probe.Http(new HttpProbe(
                    scheme == HttpScheme.HTTP ? null : scheme,
                    target.host(),
                    target.port(),
                    null,
                    path(inner).orElse(null),
                    host.orElse(null),
                    null,
                    statuses(inner),
                    inner.word("regex").orElse(null),
                    digest(inner).orElse(null),
                    null,
                    // keepalived verifies no certificate.
                    scheme == HttpScheme.HTTP
                            ? null
                            : new Tls(namesItself ? host.orElse(null) : null, Switch.Disabled, null, null, null)));
            inner.rest();
            add(scheme.name().toLowerCase(Locale.ROOT) + "-" + target.title(), url, probe, defaults);
        }
        block.rest();
    }

    private static Optional<String> path(Block url) {
        return url.word("path").map(path -> path.startsWith("/") ? path : "/" + path);
    }

    private Optional<BodyDigest> digest(Block url) {
        Optional<Statement> found = url.one("digest");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String value = found.get().arguments().isEmpty()
                ? ""
                : found.get().arguments().get(0).toLowerCase(Locale.ROOT);
        if (!value.matches("[0-9a-f]{32}")) {
            ledger.notExpressed(found.get(), "must be the 32 digits of an MD5, as genhash prints them");
            return Optional.empty();
        }
        url.expressed(found.get(), 1);
        return Optional.of(new BodyDigest(DigestAlgorithm.MD5, value));
    }

    private List<StatusRange> statuses(Block url) {
        Optional<Statement> found = url.one("status_code");
        if (found.isEmpty()) {
            return null;
        }
        List<StatusRange> ranges = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (String word : found.get().arguments()) {
            Optional<StatusRange> range = word.matches("[1-5][0-9]{2}(-[1-5][0-9]{2})?")
                    ? Optional.of(new StatusRange(
                            Integer.valueOf(word.substring(0, 3)),
                            word.length() == 3 ? null : Integer.valueOf(word.substring(4))))
                    : Optional.empty();
            range.filter(one -> ranges.size() < 16 && (one.to() == null || one.from() <= one.to()))
                    .ifPresentOrElse(ranges::add, () -> left.add(word));
        }
        if (left.isEmpty() && !ranges.isEmpty()) {
            ledger.expressed(found.get());
        } else {
            ledger.altered(
                    found.get(),
                    "must be at most 16 codes from 100 to 599, or ranges: left out is \"" + String.join(" ", left)
                            + "\"");
        }
        return ranges.isEmpty() ? null : ranges;
    }

    private void add(String title, Statement statement, Probe probe, Defaults defaults) {
        int interval = Math.clamp(Numbers.milliseconds(defaults.loopSeconds()), 100, MOST_MILLISECONDS);
        Probe.Timing timing = new Probe.Timing(
                interval,
                Math.clamp(Numbers.milliseconds(defaults.timeoutSeconds()), 10, interval),
                1,
                defaults.retries() + 1,
                null);
        checks.add(new Check(statement.place(), title, names.unique(title, "server"), 0, probe.at(timing)));
    }
}
