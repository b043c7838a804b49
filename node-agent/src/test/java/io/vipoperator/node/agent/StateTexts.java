package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterSetup;

/** State documents for tests. */
final class StateTexts {
    /** The fields of a router that is sound. */
    static final String SOUND =
            "virtualIP: web, family: IPv4, virtualRouterID: 51, priority: 100, addresses: [10.0.0.160/24]";

    /** The same of IPv6. */
    static final String SOUND_IPV6 =
            "virtualIP: web, family: IPv6, virtualRouterID: 51, priority: 100, addresses: ['2001:db8::1/64']";

    private StateTexts() {}

    static DesiredState sound(String text) {
        Checked<DesiredState> checked = NodeStateReader.readText(text, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Sound.class);
        return ((Checked.Sound<DesiredState>) checked).value();
    }

    /** As a refused document tells it. */
    static String refused(String text) {
        Checked<DesiredState> checked = NodeStateReader.readText(text, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<DesiredState>) checked).message();
    }

    /** The only router, of these fields with that one instead or beside. */
    static RouterSetup router(String fields, String other) {
        return sound(state(fields, other)).routers().get(0);
    }

    /** The same where it is refused. */
    static String refusedWith(String fields, String other) {
        return refused(state(fields, other));
    }

    /** A document of one router. */
    static String state(String fields, String other) {
        String name = other.substring(0, other.indexOf(':'));
        String others = fields.replaceAll("(?<![A-Za-z])" + name + ": (\\[[^]]*]|[^,]+)(, )?", "");
        return "routers: [{" + other + ", " + others.replaceAll(", $", "") + "}]";
    }
}
