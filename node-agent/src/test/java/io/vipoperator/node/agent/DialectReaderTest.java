package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.SOUND_IPV6;
import static io.vipoperator.node.agent.StateTexts.refusedWith;
import static io.vipoperator.node.agent.StateTexts.router;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.Transport;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a router speaks: version, interval, transport, virtual MAC. */
class DialectReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    version: V2                                                 | 2 | 1000000000
                    version: V2, advertisementIntervalMilliseconds: 1000        | 2 | 1000000000
                    version: V2, advertisementIntervalMilliseconds: 255000      | 2 | 255000000000
                    version: V3                                                 | 3 | 100000000
                    version: V3, advertisementIntervalMilliseconds: 10          | 3 | 10000000
                    version: V3, advertisementIntervalMilliseconds: 40950       | 3 | 40950000000
                    """)
    void eachVersionHasItsOwnIntervals(String fields, int version, long intervalNanos) {
        Dialect dialect = router(SOUND, fields).dialect();

        assertThat(dialect.version()).isEqualTo(version);
        assertThat(dialect.intervalNanos()).isEqualTo(intervalNanos);
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "999", "1500", "256000", "255001"})
    void anIntervalThatVersion2CannotSayIsRefused(int milliseconds) {
        assertThat(refusedWith(SOUND, "version: V2, advertisementIntervalMilliseconds: " + milliseconds))
                .isEqualTo("routers[0].advertisementIntervalMilliseconds: " + milliseconds
                        + " must be 1000 to 255000 in steps of 1000 with V2");
    }

    @Test
    void aVirtualMacIsAskedForByWord() {
        assertThat(router(SOUND, "virtualMAC: Enabled").dialect().virtualMac()).isTrue();
        assertThat(router(SOUND, "virtualMAC: Disabled").dialect().virtualMac()).isFalse();
    }

    @Test
    void multicastMayHaveAFixedSource() {
        assertThat(router(SOUND, "transport: {sourceAddress: 10.0.0.2}")
                        .dialect()
                        .transport())
                .isEqualTo(new Transport.Multicast(Optional.of(IpAddress.parse("10.0.0.2"))));
        assertThat(router(SOUND, "transport: {}").dialect().transport())
                .isEqualTo(new Transport.Multicast(Optional.empty()));
    }

    @Test
    void unicastGoesToPeersWhoseTtlProvesByDefaultThatTheyAreOnTheLink() {
        assertThat(router(
                                SOUND,
                                "transport: {type: Unicast, sourceAddress: 10.0.0.2,"
                                        + " peers: [{address: 10.0.0.3}, {address: 192.0.2.4, minimumTTL: 64}]}")
                        .dialect()
                        .transport())
                .isEqualTo(new Transport.Unicast(
                        Optional.of(IpAddress.parse("10.0.0.2")),
                        List.of(
                                new Transport.Peer(IpAddress.parse("10.0.0.3"), 255),
                                new Transport.Peer(IpAddress.parse("192.0.2.4"), 64))));
        assertThat(router(SOUND_IPV6, "transport: {type: Unicast, peers: [{address: 'fe80::2', minimumTTL: 1}]}")
                        .dialect()
                        .transport())
                .isEqualTo(new Transport.Unicast(
                        Optional.empty(), List.of(new Transport.Peer(IpAddress.parse("fe80::2"), 1))));
    }

    @Test
    void unicastWithoutAPeerIsNoMistakeOfTheDocument() {
        assertThat(router(SOUND, "transport: {type: Unicast}").dialect().transport())
                .isEqualTo(new Transport.Unicast(Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {type: Multicast, peers: [{address: 10.0.0.3}]} | peers: must be absent unless transport.type is Unicast
                    {peers: [{address: 10.0.0.3}]}              | peers: must be absent unless transport.type is Unicast
                    {sourceAddress: "fe80::1"}                  | sourceAddress: "fe80::1" must be an IPv4 address without a prefix length
                    {sourceAddress: 10.0.0.2/24}                | sourceAddress: "10.0.0.2/24" must be an IPv4 address without a prefix length
                    {sourceAddress: 224.0.0.18}                 | sourceAddress: "224.0.0.18" must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255
                    {type: Unicast, peers: [{}]}                | peers[0].address: must be an IPv4 address without a prefix length
                    {type: Unicast, peers: [~]}                 | peers[0]: must not be empty
                    {type: Unicast, peers: [{address: peer-1}]} | peers[0].address: "peer-1" must be an IPv4 address without a prefix length
                    {type: Unicast, peers: [{address: "2001:db8::1"}]} | peers[0].address: "2001:db8::1" must be an IPv4 address without a prefix length
                    {type: Unicast, peers: [{address: 224.0.0.18}]} | peers[0].address: "224.0.0.18" must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255
                    {type: Unicast, peers: [{address: 10.0.0.3, minimumTTL: 0}]} | peers[0].minimumTTL: 0 must be 1 to 255
                    {type: Unicast, peers: [{address: 10.0.0.3, minimumTTL: 256}]} | peers[0].minimumTTL: 256 must be 1 to 255
                    {type: Unicast, peers: [{address: 10.0.0.3}, {address: 10.0.0.3, minimumTTL: 2}]} | peers[1].address: "10.0.0.3" must not stand twice: routers[0].transport.peers[0].address is the same address
                    """)
    void aBadTransportIsNamed(String transport, String expected) {
        assertThat(refusedWith(SOUND, "transport: " + transport)).isEqualTo("routers[0].transport." + expected);
    }

    @Test
    void thereAreAtMost64Peers() {
        assertThat(((Transport.Unicast) router(SOUND, peers(64)).dialect().transport()).peers())
                .hasSize(64);
        assertThat(refusedWith(SOUND, peers(65)))
                .isEqualTo("routers[0].transport.peers: must be at most 64 peers, not 65");
    }

    private static String peers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{address: 10.0.1." + i + "}")
                .collect(Collectors.joining(", ", "transport: {type: Unicast, peers: [", "]}"));
    }
}
