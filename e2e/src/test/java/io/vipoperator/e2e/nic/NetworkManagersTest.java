package io.vipoperator.e2e.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Debian's systemd-networkd and NetworkManager on a NIC with a VirtualIP. Each runs in the host's network namespace with files of its own
 * under /run, /sys and its configuration folder, in a mount namespace that goes with it. Needs root.
 */
class NetworkManagersTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static Hosts hosts;
    private static AgentHost left;
    private static AgentHost right;

    @BeforeAll
    static void start() {
        hosts = Hosts.start();
        left = hosts.left;
        right = hosts.right;
        setOwnAddress();
    }

    /** As systemd-networkd sets it: version 252 tries for ever to correct one without a broadcast address, which the kernel doesn't. */
    private static void setOwnAddress() {
        left.run("ip", "address", "delete", left.address() + "/24", "dev", "eth0");
        left.run("ip", "address", "add", left.address() + "/24", "broadcast", "+", "dev", "eth0");
    }

    @AfterAll
    static void stop() {
        hosts.close();
    }

    @Test
    @Tag("long")
    void networkdThatSetsTheNicUpAgainTakesAllItsAddressesAndTheRouterIsBack() throws Exception {
        Vip vip = Vip.of(131);
        hosts.settle(vip);
        try (ChildProcess networkd = networkd("")) {
            loses(vip, networkd);
        }
    }

    @Test
    @Tag("long")
    void networkdThatStartsKeepsTheAddressWithKeepConfigurationYes() throws Exception {
        Vip vip = Vip.of(132);
        hosts.settle(vip);

        try (ChildProcess networkd = networkd("KeepConfiguration=yes")) {
            awaitConfigured(networkd);
        }
        assertThat(left.incidents(vip, "AddressRemovedBySomebody")).isEmpty();
        assertThat(left.installed(vip)).contains("10.78.0.132/32", "noprefixroute");
    }

    /** The NIC is without any address for a moment, the host's own among them, which no router survives as Active. */
    private static void loses(Vip vip, ChildProcess networkd) {
        int before = left.states(vip).size();
        reconfigure(networkd);

        await("the router has left and is back")
                .atMost(SOON)
                .until(() -> left.states(vip).size() > before
                        && left.states(vip).getLast().equals("Active"));
        left.awaitHolds(vip, true);
        assertThat(left.installed(vip)).contains(vip.address() + "/32", "noprefixroute");
        right.awaitHolds(vip, false);
    }

    /** With a system bus of its own. */
    private static ChildProcess networkd(String keepConfiguration) throws IOException {
        Path script = Files.writeString(
                hosts.segment.folder().resolve("networkd.sh"), """
                set -e
                mount -t sysfs sysfs /sys
                mount -t tmpfs tmpfs /run
                mkdir -p /run/dbus /run/systemd/network /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp /run/udev/data
                chown -R systemd-network /run/systemd/netif
                for nic in /sys/class/net/*; do echo I:1 >/run/udev/data/n$(cat $nic/ifindex); done
                cat >/run/systemd/network/10-eth0.network <<EOF
                [Match]
                Name=eth0
                [Network]
                Address=%s/24
                %s
                EOF
                setpriv --pdeathsig KILL dbus-daemon --system --nofork --nopidfile &
                exec env SYSTEMD_LOG_LEVEL=debug /lib/systemd/systemd-networkd
                """.formatted(left.address(), keepConfiguration));
        return inOwnFiles("networkd", script);
    }

    /**
     * Has it set up the NIC again: what it does at a restart on a host, where udev has set up the NIC long ago. Without udev it may look at
     * its configuration before it has read the addresses, and then leaves foreign ones alone.
     */
    private static void reconfigure(ChildProcess networkd) {
        awaitConfigured(networkd);
        await("networkctl reconfigure eth0").atMost(SOON).ignoreExceptions().until(() -> {
            inFilesOf(networkd, "networkctl", "reconfigure", "eth0");
            return true;
        });
        await("systemd-networkd has set up eth0 again")
                .atMost(SOON)
                .until(() -> networkd.output().split("eth0: State changed: configuring -> configured", -1).length > 2);
    }

    private static void awaitConfigured(ChildProcess networkd) {
        await("systemd-networkd has set up eth0").atMost(SOON).until(() -> {
            assertThat(networkd.isAlive()).as(networkd::output).isTrue();
            return networkd.output().contains("eth0: State changed: configuring -> configured");
        });
    }

    private static ChildProcess inOwnFiles(String name, Path script) {
        return hosts.segment.start(
                "left",
                name,
                Map.of("LC_ALL", "C"),
                List.of("unshare", "--mount", "--propagation", "private", "bash", script.toString()));
    }

    @Test
    void networkManagerThatSetsTheNicUpAgainRemovesTheAddressUnlessItIsNotManaged() throws Exception {
        Vip vip = Vip.of(133);
        right.runs();

        try (ChildProcess manager = networkManager()) {
            // The profile takes the place of what was there before it.
            await("NetworkManager has set up eth0")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> nmcli(manager, "connection", "up", "eth0").contains("successfully activated"));
            hosts.settle(vip);
            List<String> before = left.states(vip);

            nmcli(manager, "device", "reapply", "eth0");

            assertThat(left.awaitIncident(vip, "AddressRemovedBySomebody"))
                    .contains("nmcli device set eth0 managed no", "unmanaged-devices=interface-name:eth0");
            left.awaitHolds(vip, true);
            assertThat(left.states(vip)).isEqualTo(before);
            assertThat(right.holds(vip)).isFalse();

            // What the incident advises; the NIC keeps its own address.
            nmcli(manager, "device", "set", "eth0", "managed", "no");
            await("NetworkManager has left eth0")
                    .atMost(SOON)
                    .until(() -> nmcli(manager, "--get-values", "GENERAL.STATE", "device", "show", "eth0")
                            .startsWith("10 "));
            Vip undisturbed = Vip.of(134);
            hosts.settle(undisturbed);
            manager.signal("HUP");
            nmcli(manager, "connection", "reload");
            assertThatThrownBy(() -> nmcli(manager, "device", "reapply", "eth0"))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(left.incidents(undisturbed, "AddressRemovedBySomebody")).isEmpty();
            assertThat(left.installed(undisturbed)).contains("10.78.0.134/32", "noprefixroute");
        } finally {
            setOwnAddress();
        }
    }

    /** With a system bus of its own. Where /sys can't be written to it does without udev. */
    private static ChildProcess networkManager() throws IOException {
        Path script = Files.writeString(hosts.segment.folder().resolve("manager.sh"), """
                set -e
                mount -t sysfs -o ro sysfs /sys
                for folder in /run /etc/NetworkManager /var/lib/NetworkManager; do mount -t tmpfs tmpfs $folder; done
                mkdir -p /run/dbus /etc/NetworkManager/system-connections
                cat >/etc/NetworkManager/NetworkManager.conf <<EOF
                [main]
                plugins=keyfile
                auth-polkit=false
                no-auto-default=*
                dns=none
                rc-manager=unmanaged
                EOF
                cat >/etc/NetworkManager/system-connections/eth0.nmconnection <<EOF
                [connection]
                id=eth0
                type=ethernet
                interface-name=eth0
                [ipv4]
                method=manual
                address1=%s/24
                [ipv6]
                method=disabled
                EOF
                chmod 600 /etc/NetworkManager/system-connections/*
                setpriv --pdeathsig KILL dbus-daemon --system --nofork --nopidfile &
                exec NetworkManager --no-daemon
                """.formatted(left.address()));
        return inOwnFiles("manager", script);
    }

    private static String nmcli(ChildProcess manager, String... arguments) {
        return inFilesOf(
                manager, Stream.concat(Stream.of("nmcli"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String inFilesOf(ChildProcess daemon, String... command) {
        return ChildProcess.run(
                SOON,
                Stream.concat(
                                Stream.of("nsenter", "-t", Long.toString(daemon.pid()), "--mount", "--net"),
                                Stream.of(command))
                        .toList());
    }
}
