package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.NetnsSegment;
import java.nio.file.Path;
import java.util.List;

/** Who made a router: how each is installed on a host and started there, as its own documentation says. */
enum Make {
    AGENT("agent"),
    KEEPALIVED("keepalived"),
    FRR("FRR");

    private final String label;

    Make(String label) {
        this.label = label;
    }

    /** As it is printed. */
    String label() {
        return label;
    }

    Installation installation() {
        return switch (this) {
            case AGENT -> new AgentInstallation();
            case KEEPALIVED -> new KeepalivedInstallation();
            case FRR -> new FrrInstallation();
        };
    }

    /** One make's way. */
    interface Installation {

        /** @throws IllegalStateException in one line that says what is missing on this machine, and how to get it */
        void require();

        /** What a boot of the host sets up before the daemons start: devices and kernel settings. */
        void boot(NetnsSegment segment, String host, Setup setup);

        /** Writes the configuration into {@code folder}, and gives the daemons in the order in which they start. */
        List<Daemon> configure(Path folder, String host, Setup setup);

        /** The NIC that has the address and answers ARP for it. */
        String addressInterface(Setup setup);

        /** Whether its addresses stay on the host after SIGKILL, until it starts again. */
        boolean leavesAddressesWhenKilled();
    }
}
