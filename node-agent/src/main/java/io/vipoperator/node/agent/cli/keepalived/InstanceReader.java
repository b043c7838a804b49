package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one vrrp_instance. Used by one thread. */
final class InstanceReader {
    private static final int OWNER = 255;

    private final Statement statement;
    private final Block block;
    private final Ledger ledger;
    private final Globals globals;
    private final Optional<String> interfaceName;

    private InstanceReader(Statement statement, Globals globals, Ledger ledger) {
        this.statement = statement;
        this.block = new Block(statement, ledger);
        this.ledger = ledger;
        this.globals = globals;
        this.interfaceName = interfaceName();
    }

    /** Empty, and said so, if there is nothing to elect for. */
    static Optional<Instance> read(
            Statement statement, Instance.Node node, Globals globals, Map<String, Check> checks, Ledger ledger) {
        Optional<Instance> instance = new InstanceReader(statement, globals, ledger).instance(node, checks);
        if (instance.isEmpty()) {
            ledger.altered(statement, "has no address that could be advertised: no VirtualIP is written for it");
        } else {
            ledger.expressed(statement);
        }
        return instance;
    }

    private Optional<Instance> instance(Instance.Node node, Map<String, Check> checks) {
        AddressLines lines = new AddressLines(ledger, interfaceName);
        List<String> addresses = addresses(lines, "virtual_ipaddress", Optional.empty());
        Family family =
                addresses.stream().findFirst().map(InstanceReader::family).orElse(Family.IPV4);
        List<String> excluded = addresses(lines, "virtual_ipaddress_excluded", Optional.of(family));
        VrrpVersion version = version(family);
        boolean unicast = false;
        List<TransportPeer> peers = new ArrayList<>();
        for (Statement peer : block.all("unicast_peer")) {
            unicast = true;
            ledger.expressed(peer);
            peers(peer, family, peers);
        }
        Optional<String> source = source("unicast_src_ip", family).or(() -> source("mcast_src_ip", family));
        Optional<String> state = state();
        Instance.Settings settings = new Instance.Settings(
                addresses,
                excluded,
                lines.label(),
                !block.truth("no_virtual_ipaddress"),
                version,
                intervalMilliseconds(version),
                preemption(state),
                globals.startupDelaySeconds(),
                unicast,
                peers,
                SecrecyReader.read(block, version),
                block.truth("v3_checksum_as_v2") && family == Family.IPV4 ? Checksum.MessageOnly : null,
                virtualMac(),
                announcement());
        Instance instance = new Instance(
                statement.place(),
                statement.arguments().isEmpty() ? "" : statement.arguments().get(0),
                node,
                family,
                block.number("virtual_router_id", 1, 255),
                priority(),
                state,
                interfaceName,
                source,
                TrackerReader.read(block, checks),
                settings);
        block.truth("accept");
        block.rest();
        return addresses.isEmpty() ? Optional.empty() : Optional.of(instance);
    }

    private static Family family(String address) {
        return address.contains(":") ? Family.IPV6 : Family.IPV4;
    }

    private Optional<String> interfaceName() {
        Optional<String> name = block.word("interface").or(globals::interfaceName);
        if (name.isPresent() && name.get().length() > 15) {
            ledger.remark(statement.place(), "interface " + name.get(), "a NIC's name has at most 15 characters");
            return Optional.empty();
        }
        return name;
    }

    private List<String> addresses(AddressLines lines, String list, Optional<Family> family) {
        List<String> addresses = new ArrayList<>();
        for (Statement one : block.all(list)) {
            List<Statement> all = new ArrayList<>(one.inner());
            if (!one.arguments().isEmpty()) {
                all.add(0, new Statement(one.place(), one.arguments(), Optional.empty()));
            }
            ledger.expressed(one);
            addresses.addAll(lines.read(all, family));
        }
        return addresses;
    }

    /** Version 2 unless said; IPv6 is version 3 in any case. */
    private VrrpVersion version(Family family) {
        int version = block.number("version", 2, 3).or(globals::version).orElse(2);
        return version == 3 || family == Family.IPV6 ? VrrpVersion.V3 : VrrpVersion.V2;
    }

    private int intervalMilliseconds(VrrpVersion version) {
        BigDecimal seconds = block.seconds("advert_int", 0, 255).orElse(BigDecimal.ONE);
        int asked = Numbers.milliseconds(seconds);
        int possible = version == VrrpVersion.V2
                ? 1000 * Math.clamp(seconds.setScale(0, RoundingMode.HALF_UP).intValue(), 1, 255)
                : Math.clamp(Math.round(asked / 10.0) * 10, 10, 40950);
        if (possible != asked) {
            ledger.remark(
                    statement.place(),
                    "advert_int " + seconds.toPlainString(),
                    "version "
                            + (version == VrrpVersion.V2
                                    ? "2 knows whole seconds"
                                    : "3 knows 0.01 to 40.95 s in steps of 10 ms")
                            + ": " + possible + " ms is taken, as keepalived would");
        }
        return possible;
    }

    private int priority() {
        int priority = block.number("priority", 1, OWNER).orElse(100);
        if (priority == OWNER) {
            ledger.remark(
                    statement.place(),
                    "priority 255",
                    "means that the address is the host's own, which a VirtualIP's never is: 254 is taken");
            return OWNER - 1;
        }
        return priority;
    }

    private Optional<String> state() {
        Optional<String> state = block.word("state");
        state.filter(word -> !word.equals("MASTER") && !word.equals("BACKUP"))
                .ifPresent(word -> ledger.remark(
                        statement.place(), "state " + word, "is neither MASTER nor BACKUP; priorities alone decide"));
        return state;
    }

    private Preemption preemption(Optional<String> state) {
        boolean never = block.flag("nopreempt");
        block.flag("preempt");
        if (never && state.equals(Optional.of("MASTER"))) {
            ledger.remark(
                    statement.place(),
                    "nopreempt",
                    "keepalived ignores it beside state MASTER; here it counts: preemption.mode is Never");
        }
        Optional<BigDecimal> delay = block.seconds("preempt_delay", 0, 1000);
        // keepalived's default is to preempt at once; the one here is to wait.
        return new Preemption(
                never ? PreemptionMode.Never : PreemptionMode.Always,
                delay.map(Numbers::wholeSeconds).orElse(0));
    }

    private void peers(Statement peers, Family family, List<TransportPeer> found) {
        for (Statement line : peers.inner()) {
            Optional<IpAddress> address = IpAddress.tryParse(line.name());
            if (address.isEmpty() || address.get().family() != family) {
                ledger.notExpressed(line, "must be an address of the family of the advertised addresses");
                continue;
            }
            int least = line.arguments().indexOf("min_ttl");
            Optional<Integer> minimumTtl =
                    least < 0 || least + 1 >= line.arguments().size()
                            ? Optional.empty()
                            : Numbers.whole(line.arguments().get(least + 1)).filter(ttl -> ttl >= 1 && ttl <= 255);
            if (line.arguments().size() == (minimumTtl.isPresent() ? 2 : 0)) {
                ledger.expressed(line);
            } else {
                ledger.altered(line, "a peer has an address and min_ttl alone");
            }
            String text = address.get().toString();
            if (found.stream().noneMatch(peer -> peer.address().equals(text))) {
                found.add(new TransportPeer(text, minimumTtl.orElse(null)));
            }
        }
    }

    private Optional<String> source(String option, Family family) {
        Optional<String> word = block.word(option);
        Optional<IpAddress> address = word.flatMap(IpAddress::tryParse).filter(one -> one.family() == family);
        if (word.isPresent() && address.isEmpty()) {
            ledger.remark(
                    statement.place(),
                    option + " " + word.get(),
                    "must be an address of the family of the advertised addresses");
        }
        return address.map(IpAddress::toString);
    }

    private Switch virtualMac() {
        return block.one("use_vmac")
                .map(asked -> {
                    if (asked.arguments().isEmpty()) {
                        ledger.expressed(asked);
                    } else {
                        ledger.altered(asked, "virtualMAC is Enabled; name and MAC of the macvlan are the agent's own");
                    }
                    return Switch.Enabled;
                })
                .orElse(null);
    }

    private Announcement announcement() {
        Globals.Announcing asked = Globals.Announcing.read(block, "").or(globals.announcement());
        boolean nothing = asked.delaySeconds().isEmpty()
                && asked.repeat().isEmpty()
                && asked.refreshSeconds().isEmpty()
                && asked.intervalMilliseconds().isEmpty();
        return nothing
                ? null
                : new Announcement(
                        asked.repeat().orElse(null),
                        asked.intervalMilliseconds().orElse(null),
                        asked.delaySeconds().orElse(null),
                        asked.refreshSeconds().orElse(null),
                        null);
    }
}
