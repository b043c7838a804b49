package io.vipoperator.node.loop;

import java.util.Objects;
import java.util.regex.Pattern;

/** Which NIC of the node carries a router. */
public sealed interface InterfaceRule {
    /** The NIC with a subnet that holds the router's first address. */
    record Subnet() implements InterfaceRule {}

    /** The NIC of the default route. */
    record DefaultRoute() implements InterfaceRule {}

    /** The NIC of that name. */
    record Name(String name) implements InterfaceRule {}

    /** The first NIC, by name, whose whole name matches. Two are equal if their patterns read the same. */
    record NamePattern(Pattern pattern) implements InterfaceRule {
        @Override
        public boolean equals(Object other) {
            return other instanceof NamePattern that
                    && pattern.pattern().equals(that.pattern.pattern())
                    && pattern.flags() == that.pattern.flags();
        }

        @Override
        public int hashCode() {
            return Objects.hash(pattern.pattern(), pattern.flags());
        }
    }
}
