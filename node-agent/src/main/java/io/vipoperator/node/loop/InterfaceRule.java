package io.vipoperator.node.loop;

import java.util.regex.Pattern;

/** Which NIC of the node carries a router. */
public sealed interface InterfaceRule {
    /** The NIC with a subnet that holds the router's first address. */
    record Subnet() implements InterfaceRule {}

    /** The NIC of the default route. */
    record DefaultRoute() implements InterfaceRule {}

    /** The NIC of that name. */
    record Name(String name) implements InterfaceRule {}

    /** The first NIC, by name, whose whole name matches. */
    record NamePattern(Pattern pattern) implements InterfaceRule {}
}
