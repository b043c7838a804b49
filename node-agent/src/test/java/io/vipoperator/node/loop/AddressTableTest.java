package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of watched addresses, asked for octets in the middle of a frame. */
class AddressTableTest {
    private static final int OFFSET = 7;

    private final AddressTable table = new AddressTable();

    @Test
    void findsEachOfManyAddressesOnItsNic() {
        List<Router> routers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Router router = router();
            routers.add(router);
            table.putIfAbsent(2 + i % 2, address(i), router);
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(find(2 + i % 2, address(i))).isSameAs(routers.get(i));
            assertThat(find(3 - i % 2, address(i))).isNull();
        }
        assertThat(find(2, address(2_000))).isNull();
    }

    @Test
    void findsIpv6ByAllOfItsOctets() {
        Router router = router();
        table.putIfAbsent(2, IpAddress.parse("2001:db8::10"), router);

        assertThat(find(2, IpAddress.parse("2001:db8::10"))).isSameAs(router);
        assertThat(find(2, IpAddress.parse("2001:db8::11"))).isNull();
        assertThat(find(2, IpAddress.parse("2001:db9::10"))).isNull();
    }

    @Test
    void theFirstRouterKeepsAnAddressThatTwoHave() {
        Router first = router();
        table.putIfAbsent(2, address(1), first);
        table.putIfAbsent(2, address(1), router());

        assertThat(find(2, address(1))).isSameAs(first);
    }

    @Test
    void whatIsClearedIsNotFound() {
        table.putIfAbsent(2, address(1), router());
        table.clear();

        assertThat(find(2, address(1))).isNull();
    }

    private Router find(int interfaceIndex, IpAddress address) {
        byte[] buffer = new byte[OFFSET + 16];
        byte[] octets = address.octets();
        System.arraycopy(octets, 0, buffer, OFFSET, octets.length);
        return table.find(interfaceIndex, buffer, OFFSET, address.family());
    }

    private static IpAddress address(int number) {
        return number % 3 == 0
                ? IpAddress.of(new byte[] {
                    0x20,
                    1,
                    0xd,
                    (byte) 0xb8,
                    0,
                    0,
                    (byte) number,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    (byte) (number >> 8),
                    (byte) number
                })
                : IpAddress.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }

    private static Router router() {
        return new Router(LoopUnderTest.setup(1, 100, 1), new Changes(), new Verdicts(), 0);
    }
}
