package io.vipoperator.node.agent.cli.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What configurations mean, alone and together. */
class MeaningTest {
    @Test
    void twoHostsAreOneVirtualIPWithAPriorityEach() {
        KeepalivedImport.Result result = Configurations.imported("lb-1=https-zh-lb01.conf", "lb-2=https-zh-lb02.conf");

        assertThat(YamlText.of(result.documents().stream()
                        .filter(Document.OfVirtualIP.class::isInstance)
                        .toList()))
                .isEqualTo("""
                        ---
                        # https-zh-lb01.conf:14
                        apiVersion: vip-operator.io/v1alpha1
                        kind: VirtualIP
                        metadata:
                          name: vip-3
                        spec:
                          addresses:
                            - 10.0.0.3/32
                          addressLabel: "eth0:0"
                          interface:
                            type: Pattern
                            pattern: "eth0|eth33"
                          nodes:
                            selector:
                              matchExpressions:
                                - key: kubernetes.io/hostname
                                  operator: In
                                  values:
                                    - lb-1
                                    - lb-2
                            priorities:
                              - nodeName: lb-1
                                priority: 100
                              - nodeName: lb-2
                                priority: 50
                          vrrp:
                            version: V2
                            virtualRouterID: 51
                            advertisementIntervalMilliseconds: 1000
                            preemption:
                              mode: Always
                              delaySeconds: 0
                            authentication:
                              type: Password
                              keys:
                                - id: 1
                                  secretRef:
                                    name: vip-3-vrrp
                                    key: password
                          healthChecks:
                            - name: check-ngx
                              effect:
                                type: Weight
                                weight: 1
                        """);
        assertThat(Configurations.lines(result))
                .anyMatch(line ->
                        line.startsWith("https-zh-lb01.conf:29: check-ngx weight 1: is not more than the distance"
                                + " between lb-1 (100) and lb-2 (50)"))
                .anyMatch(line -> line.startsWith("https-zh-lb02.conf:18: 10.0.0.3 dev eth0 label eth0:0: dev eth0: all"
                        + " addresses are on the NIC that carries the advertisements"))
                .anyMatch(line -> line.startsWith("https-zh-lb02.conf:7: track_*: differs from https-zh-lb01.conf:14"))
                .anyMatch(line -> line.startsWith("https-zh-lb01.conf:14: interface: differs (eth0, eth33)"));
    }

    @Test
    void twoInstancesEachAreADualMaster() {
        KeepalivedImport.Result result = Configurations.imported("a=lvs-ja-dual-a.conf", "b=lvs-ja-dual-b.conf");

        assertThat(specs(result))
                .extracting(spec -> spec.addresses().get(0) + " " + spec.vrrp().virtualRouterID() + " "
                        + spec.nodes().priorities().stream()
                                .map(one -> one.nodeName() + "=" + one.priority())
                                .toList())
                .containsExactly("192.168.1.220/32 51 [a=100, b=90]", "192.168.1.230/32 52 [a=90, b=100]");
        assertThat(Configurations.lines(result))
                .contains(
                        "lvs-ja-dual-a.conf:3: interfaceeth0: is not known here; keepalived ignores it. \"interface eth0\" is perhaps"
                                + " what was meant");
    }

    @Test
    void addressesThatLostTheirBlanksAreRefusedWithWhatWasMeant() {
        KeepalivedImport.Result result = Configurations.imported("lvs-ja-pair-a.conf");

        assertThat(result.documents()).isEmpty();
        assertThat(Configurations.lines(result))
                .contains(
                        "lvs-ja-pair-a.conf:1: vrrp_instance VI_1: has no address that could be advertised: no VirtualIP is written for"
                                + " it",
                        "lvs-ja-pair-a.conf:10: 192.168.1.220192.168.1.230: is no address: each stands in a line of its own, as"
                                + " ADDRESS/PREFIX; perhaps 192.168.1.220 and 192.168.1.230 were meant");
    }

    @Test
    void aMisspelledNopreemptIsNoneAndSaid() {
        KeepalivedImport.Result result = Configurations.imported("https-zh-nopreempt.conf");

        assertThat(specs(result).get(0).vrrp().preemption().mode()).isEqualTo(PreemptionMode.Always);
        assertThat(Configurations.lines(result))
                .contains(
                        "https-zh-nopreempt.conf:8: noreempt: is not known here; keepalived ignores it. \"nopreempt\" is perhaps what"
                                + " was meant");
    }

    @Test
    void aPasswordIsPrintedInItsSecretAndNowhereElse() {
        KeepalivedImport.Result result = Configurations.of("""
                vrrp_instance V {
                  virtual_router_id 1
                  interface eth0
                  authentication { auth_type PASS
                    auth_pass longer-than-8 }
                  authentication { auth_type PASS
                    auth_pass 0x1e3,yes }
                  virtual_ipaddress { 192.0.2.1 }
                }
                """);

        assertThat(result.documents())
                .filteredOn(Document.OfSecret.class::isInstance)
                .extracting(document -> ((Document.OfSecret) document).values())
                .containsExactly(Map.of("password", "0x1e3,ye"));
        assertThat(String.join("\n", Configurations.lines(result)))
                .contains("its first 8 octets count")
                .contains("k.conf:4: authentication { auth_type PASS; auth_pass }: stands there again in line 6")
                .doesNotContain("0x1e3", "longer");
    }

    @Test
    void versionAndIntervalHaveKeepalivedsDefaultsNotOurs() {
        VirtualIPSpec four = specs(Configurations.of(instance("virtual_ipaddress { 192.0.2.1 }")))
                .get(0);
        VirtualIPSpec six = specs(Configurations.of(instance("virtual_ipaddress { 2001:db8::1 }")))
                .get(0);

        assertThat(four.vrrp().version()).hasToString("V2");
        assertThat(four.vrrp().advertisementIntervalMilliseconds()).isEqualTo(1000);
        assertThat(four.vrrp().preemption().delaySeconds()).isZero();
        assertThat(four.vrrp().linkLocal()).isNull();
        assertThat(six.vrrp().version()).hasToString("V3");
        assertThat(six.vrrp().linkLocal()).hasToString("None");
    }

    @Test
    void peersThatAreOtherFilesHostsAreMembers() {
        KeepalivedImport.Result result = KeepalivedImport.of(
                List.of(
                        new KeepalivedImport.Input(
                                Optional.of("a"), new SourceText("a.conf", unicast("192.0.2.11", "192.0.2.12"))),
                        new KeepalivedImport.Input(
                                Optional.of("b"), new SourceText("b.conf", unicast("192.0.2.12", "192.0.2.11")))),
                Includes.NONE);

        assertThat(specs(result).get(0).vrrp().transport().extraPeers())
                .extracting(peer -> peer.address())
                .containsExactly("192.0.2.99");
    }

    @Test
    void addressesThatDifferAreTwoVirtualIPsAndSaid() {
        KeepalivedImport.Result result = KeepalivedImport.of(
                List.of(
                        new KeepalivedImport.Input(
                                Optional.of("a"),
                                new SourceText("a.conf", instance("advert_int 1\nvirtual_ipaddress { 192.0.2.1 }"))),
                        new KeepalivedImport.Input(
                                Optional.of("b"),
                                new SourceText("b.conf", instance("advert_int 2\nvirtual_ipaddress { 192.0.2.1 }"))),
                        new KeepalivedImport.Input(
                                Optional.of("c"),
                                new SourceText("c.conf", instance("virtual_ipaddress { 192.0.2.7 }")))),
                Includes.NONE);

        assertThat(specs(result)).hasSize(2);
        assertThat(Configurations.lines(result))
                .contains(
                        "b.conf:1: advert_int: is 2000 ms, but in a.conf:1 1000 ms: a VirtualIP has one, and 1000 ms is taken; make"
                                + " them equal",
                        "c.conf:1: virtual_ipaddress: is 192.0.2.7/32, but in a.conf:1 192.0.2.1/32, with the same VRID: two"
                                + " VirtualIPs are written; make the addresses equal, or give one of them another VRID");
    }

    private static String unicast(String source, String peer) {
        return instance("unicast_src_ip " + source + "\nunicast_peer {\n" + peer
                + "\n192.0.2.99\n}\nvirtual_ipaddress { 192.0.2.1 }");
    }

    private static String instance(String options) {
        return "vrrp_instance V {\ninterface eth0\nvirtual_router_id 7\n" + options + "\n}\n";
    }

    private static List<VirtualIPSpec> specs(KeepalivedImport.Result result) {
        return result.documents().stream()
                .filter(Document.OfVirtualIP.class::isInstance)
                .map(document -> ((Document.OfVirtualIP) document).spec())
                .toList();
    }
}
