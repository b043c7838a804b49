package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.bench.RouterSetup.VirtualRouter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterSetupTest {
    @Test
    void routersOfANicTakeTheIntervalsInTurns() {
        RouterSetup setup = RouterSetup.of(3, 61, 10).withIntervals(List.of(10, 20));

        assertThat(setup.virtualRouters())
                .containsExactly(
                        new VirtualRouter("router-0-61", "eth0", 61, 10, List.of("10.88.1.61")),
                        new VirtualRouter("router-0-62", "eth0", 62, 20, List.of("10.88.1.62")),
                        new VirtualRouter("router-0-63", "eth0", 63, 10, List.of("10.88.1.63")));
    }

    @Test
    void eachNicHasTheSameVridsAndAddressesOfItsOwn() {
        assertThat(RouterSetup.of(1, 7, 100).withNics(2).withAddresses(3).virtualRouters())
                .containsExactly(
                        new VirtualRouter("router-0-7", "eth0", 7, 100, List.of("10.88.1.7", "10.88.2.1", "10.88.2.2")),
                        new VirtualRouter(
                                "router-1-7", "eth1", 7, 100, List.of("10.89.1.7", "10.89.2.1", "10.89.2.2")));
    }

    @Test
    void aBackupWaitsForThreeIntervalsAndItsSkew() {
        assertThat(RouterSetup.of(1, 1, 1000).activeDownIntervalMilliseconds()).isEqualTo(3062);
    }

    @Test
    void bothProductsAreToldTheSame() {
        RouterSetup setup = RouterSetup.of(1, 51, 100).withAddresses(2).thatTracks();

        assertThat(new KeepalivedSpeaker("keepalived", Path.of("/none"), 10).configuration(setup))
                .contains("vrrp_rt_priority 10\n")
                .endsWith("""
                        vrrp_instance router-0-51 {
                            state BACKUP
                            interface eth0
                            virtual_router_id 51
                            priority 240
                            advert_int 0.10
                            track_interface {
                                track0
                            }
                            virtual_ipaddress {
                                10.88.1.51/32 dev eth0
                                10.88.2.1/32 dev eth0
                            }
                        }
                        """);
        assertThat(AgentSpeaker.state(setup))
                .contains("\"virtualRouterID\": 51,")
                .contains("\"addresses\": [\"10.88.1.51/32\", \"10.88.2.1/32\"],")
                .contains("\"trackInterfaces\": [{\"name\": \"track0\"}],")
                .contains("\"advertisementIntervalMilliseconds\": 100,");
    }

    @Test
    void ordinaryPriorityAsksForNoRealTime() {
        RouterSetup setup = RouterSetup.of(1, 51, 100).withRealTime(false);

        assertThat(new KeepalivedSpeaker("keepalived", Path.of("/none"), 10).configuration(setup))
                .doesNotContain("vrrp_rt_priority");
    }

    @Test
    void bothProductsCheckTheSame() {
        RouterSetup setup = RouterSetup.of(1, 51, 100).withChecks(new Checks(2, Checks.Kind.HTTP, 200));

        assertThat(new KeepalivedSpeaker("keepalived", Path.of("/none"), 10).configuration(setup))
                .contains("""
                        vrrp_script check-1 {
                            script "/usr/bin/curl --silent --fail --output /dev/null --max-time 1 http://127.0.0.1:8088/healthz"
                            interval 1
                            timeout 1
                            rise 2
                            fall 2
                        }
                        """)
                .contains("""
                            track_script {
                                check-0
                                check-1
                            }
                        """);
        assertThat(AgentSpeaker.state(setup))
                .contains("\"healthChecks\": [{\"name\": \"check-0\"}, {\"name\": \"check-1\"}],")
                .contains("""
                        {"name": "check-1", "spec": {"intervalMilliseconds": 200, "timeoutMilliseconds": 200,
                          "healthyThreshold": 2, "unhealthyThreshold": 2, "http": {"port": 8088, "path": "/healthz"}}}""");
    }

    @Test
    void aConnectionIsCheckedWithoutARequest() {
        RouterSetup setup = RouterSetup.of(1, 51, 100).withChecks(new Checks(1, Checks.Kind.TCP, 1000));

        assertThat(new KeepalivedSpeaker("keepalived", Path.of("/none"), 10).configuration(setup))
                .contains("    script \"/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/8088'\"\n");
        assertThat(AgentSpeaker.state(setup)).contains("\"tcp\": {\"port\": 8088}");
    }

    @Test
    void keepalivedChecksAtWholeSeconds() {
        var keepalived = new KeepalivedSpeaker("keepalived", Path.of("/none"), 10);

        assertThat(keepalived.checkIntervalMilliseconds(200)).isEqualTo(1000);
        assertThat(keepalived.checkIntervalMilliseconds(1000)).isEqualTo(1000);
        assertThat(keepalived.checkIntervalMilliseconds(1001)).isEqualTo(2000);
    }
}
