package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.captured;
import static io.vipoperator.node.wire.Packets.hex;
import static io.vipoperator.node.wire.Packets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.NeighbourFrame.Flaw;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What frames of ARP, Neighbor Discovery and VRRP tell, and that nothing of them is believed that isn't sound. */
class NeighbourFramesTest {
    private static final MacAddress MAC = MacAddress.of(hex("525400123456"));
    private static final IpAddress IPV4 = IpAddress.parse("192.168.1.10");
    private static final IpAddress IPV6 = IpAddress.parse("2001:db8::10");

    private static final byte[] REQUEST = GratuitousArp.request(MAC, IPV4);
    private static final byte[] ADVERTISEMENT = UnsolicitedNeighborAdvertisement.of(MAC, IPV6, false);
    private static final byte[] SOLICITATION = AddressProbe.held(MAC, IPV6, IpAddress.parse("fe80::1"));

    /** From fe80::2, VRID 51, priority 100, 1 s, addresses fe80::1 and 2001:db8::10. */
    private static final byte[] VRRP_IPV6 = hex("333300000012" + "525400123456" + "86dd"
            + "6c000000" + "0028" + "70" + "ff"
            + "fe800000000000000000000000000002" + "ff020000000000000000000000000012"
            + "3133640200643febfe80000000000000000000000000000120010db8000000000000000000000010");

    @Test
    void gratuitousArpClaims() {
        assertThat(read(REQUEST)).isEqualTo(new NeighbourFrame.Claim(MAC, IPV4));
        assertThat(read(GratuitousArp.reply(MAC, IPV4))).isEqualTo(new NeighbourFrame.Claim(MAC, IPV4));
    }

    @Test
    void gratuitousArpOfKeepalivedAndFrrClaims() {
        assertThat(read(captured("keepalived-gratuitous-arp"))).isEqualTo(new NeighbourFrame.Claim(MAC, IPV4));
        assertThat(read(captured("frr-gratuitous-arp")))
                .isEqualTo(new NeighbourFrame.Claim(MacAddress.of(hex("00005e000133")), IPV4));
    }

    @Test
    void anOrdinaryArpRequestClaimsItsSenderAndNotItsTarget() {
        byte[] request = hex("ffffffffffff52540012345608060001080006040001525400123456c0a8010a000000000000c0a80163");

        assertThat(read(request)).isEqualTo(new NeighbourFrame.Claim(MAC, IPV4));
    }

    /** Captured on a veth: its answers to the three forms of AddressProbe. */
    @Test
    void whatLinuxAnswersToProbesIsAClaim() {
        MacAddress owner = MacAddress.of(hex("020000000099"));
        byte[] reply = hex("525400123456020000000099080600010800060400020200000000" + "99c0a8010a52540012345600000000");
        byte[] toAllNodes = hex("33330000000102000000009986dd6000000000203aff20010db8000000000000000000123456"
                + "ff02000000000000000000000000000188008fc42000000020010db8000000000000000000123456"
                + "0201020000000099");
        byte[] toUs = hex("52540012345602000000009986dd6000000000203aff20010db8000000000000000000123456"
                + "fe80000000000000505400fffe1234568800cc8a6000000020010db8000000000000000000123456"
                + "0201020000000099");
        IpAddress asked = IpAddress.parse("2001:db8::12:3456");

        assertThat(read(reply)).isEqualTo(new NeighbourFrame.Claim(owner, IPV4));
        assertThat(read(toAllNodes)).isEqualTo(new NeighbourFrame.Claim(owner, asked));
        assertThat(read(toUs)).isEqualTo(new NeighbourFrame.Claim(owner, asked));
    }

    @Test
    void anArpRequestFromNobodyIsAProbe() {
        assertThat(read(AddressProbe.unclaimed(MAC, IPV4))).isEqualTo(new NeighbourFrame.Probe(MAC, IPV4));
    }

    @Test
    void anArpReplyFromNobodyIsNoProbe() {
        assertThat(read(with(AddressProbe.unclaimed(MAC, IPV4), 21, 2)))
                .isEqualTo(new NeighbourFrame.Malformed(Flaw.FIELD));
    }

    @Test
    void otherOperationsOfArpAreNoNews() {
        assertThat(read(with(REQUEST, 21, 3))).isEqualTo(new NeighbourFrame.Irrelevant());
    }

    @Test
    void aFrameMayBePadded() {
        assertThat(read(Arrays.copyOf(REQUEST, 60))).isEqualTo(new NeighbourFrame.Claim(MAC, IPV4));
        assertThat(read(Arrays.copyOf(ADVERTISEMENT, 100))).isEqualTo(new NeighbourFrame.Claim(MAC, IPV6));
    }

    @Test
    void aNeighborAdvertisementClaimsItsTarget() {
        assertThat(read(ADVERTISEMENT)).isEqualTo(new NeighbourFrame.Claim(MAC, IPV6));
        assertThat(read(UnsolicitedNeighborAdvertisement.of(MAC, IPV6, true)))
                .isEqualTo(new NeighbourFrame.Claim(MAC, IPV6));
    }

    @Test
    void withoutAnOptionANeighborAdvertisementIsForWhoSentIt() {
        byte[] message = Arrays.copyOf(
                Icmpv6Frame.message(136, 0x4000_0000, IPV6, Icmpv6Frame.TARGET_LINK_LAYER_OPTION, MAC), 24);
        MacAddress other = MacAddress.of(hex("02000000000a"));

        assertThat(read(Icmpv6Frame.of(MAC, other, IPV6, IpAddress.parse("fe80::1"), message)))
                .isEqualTo(new NeighbourFrame.Claim(other, IPV6));
    }

    @Test
    void aNeighborSolicitationClaimsItsSource() {
        assertThat(read(SOLICITATION)).isEqualTo(new NeighbourFrame.Claim(MAC, IPV6));
    }

    @Test
    void aNeighborSolicitationFromNobodyMustNotTellAMac() {
        byte[] message = Icmpv6Frame.message(135, 0, IPV6, Icmpv6Frame.SOURCE_LINK_LAYER_OPTION, MAC);

        assertThat(read(Icmpv6Frame.of(MAC, MAC, IpAddress.parse("::"), IPV6, message)))
                .isEqualTo(new NeighbourFrame.Malformed(Flaw.OPTION));
    }

    @Test
    void anOptionOfLengthZeroEndsNoLoop() {
        byte[] message = Icmpv6Frame.message(136, 0, IPV6, Icmpv6Frame.TARGET_LINK_LAYER_OPTION, MAC);
        message[25] = 0;

        assertThat(read(Icmpv6Frame.of(MAC, MAC, IPV6, IPV6, message)))
                .isEqualTo(new NeighbourFrame.Malformed(Flaw.OPTION));
    }

    @ParameterizedTest
    @CsvSource({
        "15,2,HEADER", // hardware
        "16,9,HEADER", // protocol
        "18,8,HEADER", // length of a MAC
        "19,6,HEADER", // length of an address
        "22,1,FIELD" // a group's MAC can't be a sender
    })
    void arpThatIsNotForIpv4OverEthernetIsMalformed(int offset, int value, Flaw flaw) {
        assertThat(read(with(REQUEST, offset, value))).isEqualTo(new NeighbourFrame.Malformed(flaw));
    }

    @ParameterizedTest
    @CsvSource({
        "14,64,HEADER", // version 4
        "19,33,LENGTH", // one octet more than there is
        "19,16,LENGTH", // too short for a target
        "21,254,HOP_LIMIT",
        "55,1,CHECKSUM",
        "77,17,CHECKSUM"
    })
    void aNeighborAdvertisementThatIsNotSoundIsMalformed(int offset, int value, Flaw flaw) {
        assertThat(read(with(ADVERTISEMENT, offset, value))).isEqualTo(new NeighbourFrame.Malformed(flaw));
    }

    @Test
    void advertisementsTellWhoSpeaks() {
        byte[] keepalived = captured("keepalived-advertisement");
        assertThat(read(keepalived))
                .isEqualTo(new NeighbourFrame.Advertised(
                        MacAddress.of(Arrays.copyOfRange(keepalived, 6, 12)),
                        IpAddress.of(Arrays.copyOfRange(keepalived, 26, 30)),
                        VrrpCodec.IPV4_GROUP,
                        51,
                        keepalived[36],
                        1_000_000_000L));
        assertThat(read(VRRP_IPV6))
                .isEqualTo(new NeighbourFrame.Advertised(
                        MAC, IpAddress.parse("fe80::2"), IpAddress.parse("ff02::12"), 51, 100, 1_000_000_000L));
    }

    @Test
    void anAdvertisementOfVersion2TellsItsIntervalInSeconds() {
        byte[] frame = with(with(with(VRRP_IPV6, 54, 0x21), 58, 1), 59, 3);

        assertThat(read(frame))
                .extracting(advertised -> ((NeighbourFrame.Advertised) advertised).intervalNanos())
                .isEqualTo(3_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"54,65,FIELD", "54,50,FIELD", "55,0,FIELD", "19,7,LENGTH", "6,1,FIELD"})
    void whatIsNoAdvertisementTellsNobody(int offset, int value, Flaw flaw) {
        assertThat(read(with(VRRP_IPV6, offset, value))).isEqualTo(new NeighbourFrame.Malformed(flaw));
    }

    /** The kernel drops it, so that no socket sees it and no firewall is to blame. */
    @Test
    void anIpv4PacketWithAWrongHeaderChecksumIsMalformed() {
        byte[] frame = captured("keepalived-advertisement");

        assertThat(read(with(frame, 24, frame[24] ^ 1))).isEqualTo(new NeighbourFrame.Malformed(Flaw.CHECKSUM));
    }

    @Test
    void whereTheClaimedAddressStandsIsSeenWithoutReadingTheFrame() {
        assertThat(NeighbourFrames.claimedAddressOffset(REQUEST, REQUEST.length))
                .isEqualTo(28);
        assertThat(NeighbourFrames.claimedFamily(REQUEST)).isEqualTo(Family.IPV4);
        assertThat(NeighbourFrames.claimedAddressOffset(ADVERTISEMENT, ADVERTISEMENT.length))
                .isEqualTo(62);
        assertThat(NeighbourFrames.claimedFamily(ADVERTISEMENT)).isEqualTo(Family.IPV6);
        assertThat(NeighbourFrames.claimedAddressOffset(SOLICITATION, SOLICITATION.length))
                .isEqualTo(22);
        assertThat(NeighbourFrames.claimedAddressOffset(VRRP_IPV6, VRRP_IPV6.length))
                .isEqualTo(NeighbourFrames.NONE);
        assertThat(NeighbourFrames.isVrrp(VRRP_IPV6, VRRP_IPV6.length)).isTrue();
        assertThat(NeighbourFrames.isVrrp(ADVERTISEMENT, ADVERTISEMENT.length)).isFalse();
    }

    @Test
    void aFrameCutAnywhereIsMalformed() {
        for (byte[] frame : new byte[][] {REQUEST, ADVERTISEMENT, SOLICITATION, VRRP_IPV6}) {
            for (int length = 0; length < frame.length; length++) {
                assertThat(read(Arrays.copyOf(frame, length)))
                        .as("%d octets", length)
                        .isEqualTo(new NeighbourFrame.Malformed(Flaw.LENGTH));
            }
        }
    }

    /** Half of the frames get their checksum repaired, so that they come farther; the quick looks agree with the reading. */
    @Test
    void damagedFramesNeverThrowAndEveryOutcomeIsReached() {
        byte[][] sound = {
            REQUEST,
            ADVERTISEMENT,
            SOLICITATION,
            AddressProbe.unclaimed(MAC, IPV6),
            VRRP_IPV6,
            captured("keepalived-advertisement")
        };
        Random random = new Random(5227);
        int[] outcomes = new int[5];
        for (int i = 0; i < 300_000; i++) {
            byte[] frame = Arrays.copyOf(sound[i % sound.length], random.nextInt(1, 120));
            for (int n = random.nextInt(4); n > 0; n--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(frame.length + 2) : frame.length;
            if (random.nextBoolean()) {
                repairChecksum(frame, length);
            }
            NeighbourFrame read = NeighbourFrames.read(frame, length);
            outcomes[outcome(read)]++;
            boolean claims = read instanceof NeighbourFrame.Claim;
            assertThat(!claims || NeighbourFrames.claimedAddressOffset(frame, length) != NeighbourFrames.NONE)
                    .isTrue();
            boolean speaks = read instanceof NeighbourFrame.Advertised;
            assertThat(!speaks || NeighbourFrames.isVrrp(frame, length)).isTrue();
        }
        assertThat(Arrays.stream(outcomes).min().orElseThrow()).isGreaterThan(1_000);
    }

    private static int outcome(NeighbourFrame read) {
        return switch (read) {
            case NeighbourFrame.Claim claim -> 0;
            case NeighbourFrame.Probe probe -> 1;
            case NeighbourFrame.Advertised advertised -> 2;
            case NeighbourFrame.Irrelevant irrelevant -> 3;
            case NeighbourFrame.Malformed malformed -> 4;
        };
    }

    private static void repairChecksum(byte[] frame, int length) {
        if (length < 78 || length > frame.length || frame[12] != (byte) 0x86) {
            return;
        }
        int messageLength = (frame[18] & 0xff) << 8 | (frame[19] & 0xff);
        if (messageLength >= 4 && 54 + messageLength <= length) {
            frame[56] = 0;
            frame[57] = 0;
            int checksum = Icmpv6Frame.checksum(frame, messageLength);
            frame[56] = (byte) (checksum >> 8);
            frame[57] = (byte) checksum;
        }
    }

    private static NeighbourFrame read(byte[] frame) {
        return NeighbourFrames.read(frame, frame.length);
    }
}
