package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_1;
import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_2;
import static io.vipoperator.node.loop.ReceptionUnderTest.dialect;
import static io.vipoperator.node.loop.ReceptionUnderTest.hmac;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv4;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv6;
import static io.vipoperator.node.loop.ReceptionUnderTest.peer;
import static io.vipoperator.node.loop.ReceptionUnderTest.unicast;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AuthenticationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of router demands, rung by rung, and that nothing refused moves it. */
class LadderTest {
    private static final Authentication NONE = new Authentication.None();
    private static final Authentication PASSWORD =
            new Authentication.Password(new AuthenticationKey(1, "abcd1234".getBytes(StandardCharsets.US_ASCII)));
    private static final long SECOND = 1_000_000_000L;

    private static ForgedPacket withPassword(String password) {
        ForgedPacket packet = ForgedPacket.version2();
        packet.authenticationType = 1;
        packet.authenticationData = Arrays.copyOf(password.getBytes(StandardCharsets.US_ASCII), 8);
        return packet;
    }

    /** Signed by key 1 for the sequence number of that many seconds after the test's clock. */
    private static ForgedPacket signed(ReceptionUnderTest test, long secondsAhead, int counter) {
        ForgedPacket packet = new ForgedPacket();
        packet.key = KEY_1.value();
        packet.sequence = ((test.epochNanos / SECOND + secondsAhead) << 32) + counter;
        return packet;
    }

    @Nested
    class ToTheGroup {
        private final ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));

        @Test
        void aSoundAdvertisementIsHeeded() {
            ForgedPacket packet = new ForgedPacket();
            packet.priority = 200;
            test.hear(packet);

            assertThat(test.counted()).containsExactly("heeded");
            assertThat(test.router().state.activeAddress()).contains(IpAddress.parse("10.0.0.12"));
        }

        @Test
        void ofAnotherVirtualRouterIDItIsForeign() {
            ForgedPacket packet = new ForgedPacket();
            packet.virtualRouterID = 52;
            test.hear(packet);

            assertThat(test.counted()).containsExactly("foreign-virtual-router-id");
            assertThat(test.foreignRouters.report()).hasSize(1);
        }

        @Test
        void fromBeyondTheLinkNobodyIsForeign() {
            ForgedPacket packet = new ForgedPacket();
            packet.virtualRouterID = 52;
            packet.ttl = 254;
            test.hear(packet);
            packet.ttl = 255;
            packet.destination = "10.0.0.11";
            test.hear(packet);

            assertThat(test.counted()).containsExactly("foreign-virtual-router-id", "foreign-virtual-router-id");
            assertThat(test.foreignRouters.report()).isEmpty();
        }

        @Test
        void fromOurselvesItIsALoop() {
            ForgedPacket packet = new ForgedPacket();
            packet.source = "10.0.0.11";
            packet.version = 2;
            packet.interval = 1;
            test.hear(packet);

            assertThat(test.counted()).containsExactly("own-source");
            assertThat(test.router().incident).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"10.0.0.11", "224.0.0.19", "255.255.255.255"})
        void toAnyOtherDestinationItIsRefused(String destination) {
            ForgedPacket packet = new ForgedPacket();
            packet.destination = destination;
            test.hear(packet);

            assertThat(test.counted()).containsExactly("destination");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 64, 254})
        void withALowerTtlItIsRefused(int ttl) {
            ForgedPacket packet = new ForgedPacket();
            packet.ttl = ttl;
            test.hear(packet);

            assertThat(test.counted()).containsExactly("ttl");
        }

        @Test
        void inVersion2ItIsRefused() {
            test.hear(ForgedPacket.version2());

            assertThat(test.counted()).containsExactly("version");
        }

        @Test
        void signedItIsRefused() {
            test.hear(signed(test, 0, 0));

            assertThat(test.counted()).containsExactly("authentication-mismatch");
        }

        @Test
        void differencesAreCountedAndHeeded() {
            ForgedPacket packet = new ForgedPacket();
            packet.pseudoHeader = false;
            packet.interval = 200;
            packet.addresses = List.of("10.0.1.2");
            test.hear(packet);

            assertThat(test.counted()).containsExactly("heeded");
            for (Difference difference : Difference.values()) {
                assertThat(test.counters.differing(difference))
                        .as("%s", difference)
                        .isEqualTo(1);
            }
        }

        @Test
        void aResignationDiffersInNothingButIsCounted() {
            ForgedPacket packet = new ForgedPacket();
            packet.priority = 0;
            packet.addresses = List.of("10.0.1.2");
            test.hear(packet);

            assertThat(test.counted()).containsExactly("heeded");
            assertThat(test.counters.differing(Difference.ADDRESS_LIST)).isZero();
            assertThat(test.counters.resignationsReceived()).isEqualTo(1);
        }
    }

    @Nested
    class OverIpv6 {
        private final ReceptionUnderTest test = new ReceptionUnderTest(ipv6(dialect(3, NONE)));

        @Test
        void aSoundAdvertisementIsHeeded() {
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.priority = 200;
            test.hear(packet);

            assertThat(test.counted()).containsExactly("heeded");
            assertThat(test.router().state.activeAddress()).contains(IpAddress.parse("fe80::12"));
            assertThat(test.counters.differing(Difference.CHECKSUM_FORM)).isZero();
        }

        @Test
        void globalAddressesAloneAreHeeded() {
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.addresses = List.of("2001:db8::1");
            test.hear(packet);

            assertThat(test.counted()).containsExactly("heeded");
            assertThat(test.counters.differing(Difference.ADDRESS_LIST)).isEqualTo(1);
        }

        @Test
        void oneOfTheOtherFamilyIsForeign() {
            test.hear(new ForgedPacket());

            assertThat(test.counted()).containsExactly("foreign-virtual-router-id");
        }

        @Test
        void ourselvesBeyondTheLinkAndAnotherGroupAreRefused() {
            ForgedPacket ourselves = ForgedPacket.ipv6();
            ourselves.source = "fe80::11";
            ForgedPacket far = ForgedPacket.ipv6();
            far.ttl = 254;
            ForgedPacket elsewhere = ForgedPacket.ipv6();
            elsewhere.destination = "ff02::1";
            test.hear(ourselves);
            test.hear(far);
            test.hear(elsewhere);

            assertThat(test.counted()).containsExactly("own-source", "destination", "ttl");
        }
    }

    @Nested
    class ToPeers {
        private final ReceptionUnderTest test =
                new ReceptionUnderTest(ipv4(dialect(3, unicast(peer("10.0.0.12", 255), peer("192.0.2.1", 250)), NONE)));

        private ForgedPacket from(String source, int ttl) {
            ForgedPacket packet = new ForgedPacket();
            packet.source = source;
            packet.ttl = ttl;
            packet.destination = "10.0.0.11";
            return packet;
        }

        @Test
        void eachPeerHasItsOwnLeastTtl() {
            test.hear(from("10.0.0.12", 255));
            test.hear(from("192.0.2.1", 250));
            assertThat(test.counted()).containsExactly("heeded", "heeded");
            test.hear(from("10.0.0.12", 254));
            test.hear(from("192.0.2.1", 249));

            assertThat(test.counted()).containsExactly("heeded", "heeded", "ttl", "ttl");
        }

        @Test
        void aStrangerIsRefused() {
            test.hear(from("10.0.0.13", 255));

            assertThat(test.counted()).containsExactly("peer");
        }

        @Test
        void theGroupIsNotListenedTo() {
            test.hear(new ForgedPacket());

            assertThat(test.counted()).containsExactly("destination");
        }
    }

    @Nested
    class InVersion2 {
        @Test
        void theIntervalMustBeEqual() {
            ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(2, NONE)));
            test.hear(ForgedPacket.version2());
            assertThat(test.counted()).containsExactly("heeded");
            ForgedPacket slower = ForgedPacket.version2();
            slower.interval = 2;
            test.hear(slower);

            assertThat(test.counted()).containsExactly("heeded", "interval");
            assertThat(test.counters.differing(Difference.INTERVAL)).isZero();
        }

        @Test
        void version3IsRefused() {
            ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(2, NONE)));
            test.hear(new ForgedPacket());

            assertThat(test.counted()).containsExactly("version");
        }

        @Test
        void withoutAuthenticationNoneIsAccepted() {
            ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(2, NONE)));
            test.hear(withPassword("abcd1234"));
            ForgedPacket header = ForgedPacket.version2();
            header.authenticationType = 2;
            test.hear(header);

            assertThat(test.counted()).containsExactly("authentication-type", "authentication-mismatch");
        }

        @Test
        void aPasswordMustBeTheSame() {
            ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(2, PASSWORD)));
            test.hear(withPassword("abcd1234"));
            assertThat(test.counted()).containsExactly("heeded");
            test.hear(withPassword("abcd1235"));
            test.hear(withPassword("abcd"));
            test.hear(ForgedPacket.version2());
            ForgedPacket header = withPassword("abcd1234");
            header.authenticationType = 2;
            test.hear(header);

            assertThat(test.counted())
                    .containsExactly(
                            "heeded",
                            "authentication-type",
                            "authentication-mismatch",
                            "authentication-failure",
                            "authentication-failure");
        }
    }

    @Nested
    class Signed {
        private final ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, hmac(KEY_1, KEY_2))));

        @Test
        void byAnyOfTheKeysItIsHeeded() {
            test.hear(signed(test, 0, 0));
            ForgedPacket other = signed(test, 0, 1);
            other.key = KEY_2.value();
            other.keyId = 2;
            test.hear(other);

            assertThat(test.counted()).containsExactly("heeded", "heeded");
        }

        @Test
        void aKeyThatTakesTheFirstPlaceLeavesNoGap() {
            test.hear(signed(test, 0, 0));
            RouterSetup rotated = ipv4(dialect(3, hmac(KEY_2, KEY_1)));
            test.router().useSetup(rotated);
            test.hear(signed(test, 0, 1));
            assertThat(test.counted()).containsExactly("heeded", "heeded");
            test.router().useSetup(ipv4(dialect(3, hmac(KEY_2))));
            test.hear(signed(test, 0, 2));

            assertThat(test.counted()).containsExactly("heeded", "heeded", "hmac-unknown-key");
        }

        @Test
        void withoutTrailerItIsRefused() {
            test.hear(new ForgedPacket());

            assertThat(test.counted()).containsExactly("hmac-missing");
        }

        @Test
        void aTrailerOfAnotherFormatIsRefused() {
            ForgedPacket otherType = signed(test, 0, 0);
            otherType.trailerType = 2;
            test.hear(otherType);
            for (int reserved : new int[] {0x0001, 0x0100}) {
                ForgedPacket packet = signed(test, 0, 0);
                packet.trailerReserved = reserved;
                test.hear(packet);
            }

            assertThat(test.counted()).containsExactly("hmac-malformed", "hmac-malformed", "hmac-malformed");
        }

        @Test
        void outsideTheWindowItIsRefusedBeforeTheKeyIsLookedAt() {
            for (int seconds : new int[] {-6, 6, 3600, -3600}) {
                ForgedPacket packet = signed(test, seconds, 0);
                packet.keyId = 9;
                test.hear(packet);
            }
            assertThat(test.counted()).containsExactly("hmac-stale", "hmac-stale", "hmac-stale", "hmac-stale");
            test.hear(signed(test, -5, 0));
            test.hear(signed(test, 5, 0));

            assertThat(test.counted()).startsWith("heeded", "heeded", "hmac-stale");
        }

        @Test
        void anUnknownKeyAndAWrongTagAreRefused() {
            ForgedPacket unknown = signed(test, 0, 0);
            unknown.keyId = 3;
            ForgedPacket wrongKey = signed(test, 0, 0);
            wrongKey.keyId = 2;
            ForgedPacket spoilt = signed(test, 0, 0);
            spoilt.spoiltTag = true;
            test.hear(unknown);
            test.hear(wrongKey);
            test.hear(spoilt);

            assertThat(test.counted()).containsExactly("hmac-unknown-key", "hmac-invalid", "hmac-invalid");
        }

        @Test
        void whatWasHeardBeforeIsRefused() {
            test.hear(signed(test, 0, 7));
            test.hear(signed(test, 0, 7));
            test.hear(signed(test, 0, 6));
            test.hear(signed(test, -1, 8));
            test.hear(signed(test, 0, 8));

            assertThat(test.counted()).containsExactly("heeded", "heeded", "hmac-replay", "hmac-replay", "hmac-replay");
        }

        @Test
        void forgedOnesRaiseNoMark() {
            ForgedPacket forged = signed(test, 4, 0);
            forged.spoiltTag = true;
            test.hear(forged);
            test.hear(signed(test, 0, 0));

            assertThat(test.counted()).containsExactly("heeded", "hmac-invalid");
            assertThat(test.router().incoming.marks.size()).isEqualTo(1);
        }

        @Test
        void fourSendersToTheGroupAreRemembered() {
            for (int i = 20; i < 40; i++) {
                ForgedPacket packet = signed(test, 0, 0);
                packet.source = "10.0.0." + i;
                test.hear(packet);
            }
            assertThat(test.router().incoming.marks.size()).isEqualTo(4);
            ForgedPacket last = signed(test, 0, 0);
            last.source = "10.0.0.39";
            test.hear(last);

            assertThat(test.counted()).hasSize(21).endsWith("hmac-replay");
        }

        /** A sender whose clock was an hour ahead, and whose clock and ours were both set right, is heard at once. */
        @Test
        void aMarkFromAWrongClockDoesNotLast() {
            test.epochNanos += 3600 * SECOND;
            test.hear(signed(test, 0, 0));
            test.epochNanos -= 3600 * SECOND;
            test.hear(signed(test, 0, 0));

            assertThat(test.counted()).containsExactly("heeded", "heeded");
        }

        @Test
        void missingKeysHeedNobodyAndBlameNobody() {
            ReceptionUnderTest keyless =
                    new ReceptionUnderTest(ipv4(dialect(3, new Authentication.KeyMissing("key 1"))));
            keyless.hear(new ForgedPacket());
            keyless.hear(signed(keyless, 0, 0));

            assertThat(keyless.counted()).containsExactly("authentication-failure", "authentication-failure");
            assertThat(keyless.router().incident).isEqualTo(Optional.empty());
        }
    }
}
