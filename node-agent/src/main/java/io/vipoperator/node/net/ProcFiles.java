package io.vipoperator.node.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What /proc says. Read only: host-wide settings are never written. */
final class ProcFiles {
    private ProcFiles() {}

    /** The file's text without white space around it. */
    static String read(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The setting as it acts on a NIC: that of all NICs or its own. Of the calling thread's network namespace. */
    static boolean promotesSecondaries(String interfaceName) {
        return isOne("all") || isOne(interfaceName);
    }

    /** The value in net.ipv4.conf.all; 0 where this kernel has none. */
    static int ofAllInterfaces(InterfaceConfiguration value) {
        return number("/proc/sys/net/ipv4/conf/all/" + value.sysctl());
    }

    /** A NIC's own values, which a macvlan on it needs changed. */
    static ParentValues valuesOf(String interfaceName) {
        String conf = "/proc/sys/net/ipv4/conf/" + interfaceName + "/";
        return new ParentValues(
                number(conf + InterfaceConfiguration.ARP_IGNORE.sysctl()),
                number(conf + InterfaceConfiguration.ARP_ANNOUNCE.sysctl()));
    }

    /** Whether a NIC that is made now would take router advertisements (Documentation/networking/ip-sysctl.rst, accept_ra). */
    static boolean newInterfacesAcceptRouterAdvertisements() {
        int accept = number("/proc/sys/net/ipv6/conf/default/accept_ra");
        return accept == 2 || (accept == 1 && number("/proc/sys/net/ipv6/conf/default/forwarding") == 0);
    }

    private static int number(String path) {
        try {
            return Integer.parseInt(Files.readString(Path.of(path)).strip());
        } catch (IOException e) {
            // There is none, or its NIC went while it was read.
            return 0;
        }
    }

    private static boolean isOne(String conf) {
        try {
            return Files.readString(Path.of("/proc/sys/net/ipv4/conf", conf, "promote_secondaries"))
                    .strip()
                    .equals("1");
        } catch (IOException e) {
            // There is none, or its NIC went while it was read.
            return false;
        }
    }
}
