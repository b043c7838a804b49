package io.vipoperator.node.agent.cli;

import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.node.agent.cli.AgentQuery.NoAnswerException;
import io.vipoperator.node.agent.control.ControlRequest;
import io.vipoperator.node.net.NativeException;
import io.vipoperator.node.net.PacketTap;
import io.vipoperator.node.wire.Dissection;
import io.vipoperator.node.wire.Dissector;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints what passes on the wire about virtual addresses. Used by one thread. */
final class CaptureCommand {
    private final CommandLine.Capture capture;
    private final Console console;
    private final CaptureFilter filter;
    private final Map<Integer, String> interfaceNames = new HashMap<>();
    private long left;

    private CaptureCommand(CommandLine.Capture capture, Console console, CaptureFilter filter) {
        this.capture = capture;
        this.console = console;
        this.filter = filter;
        this.left = capture.count();
    }

    static int run(CommandLine.Capture capture, Console console) {
        List<RouterStatus> routers;
        try {
            routers = routers(capture, console);
        } catch (NoAnswerException e) {
            if (capture.name().isPresent()) {
                return console.failed(e.getMessage());
            }
            console.err().println("vip-agent: " + e.getMessage());
            console.err().println("vip-agent: which addresses are virtual is learned from the advertisements alone");
            routers = List.of();
        }
        if (capture.name().isPresent() && routers.isEmpty()) {
            return console.failed("\"" + capture.name().get() + "\" is no VirtualIP that runs here");
        }
        CaptureFilter filter = new CaptureFilter(routers, capture.name().isEmpty());
        return new CaptureCommand(capture, console, filter).run();
    }

    private static List<RouterStatus> routers(CommandLine.Capture capture, Console console) throws NoAnswerException {
        var status = AgentQuery.ask(console.socket(capture.socket()), new ControlRequest.Show())
                .status();
        return status == null
                ? List.of()
                : status.routers().stream()
                        .filter(router ->
                                capture.name().map(router.virtualIP()::equals).orElse(true))
                        .toList();
    }

    private int run() {
        try (PacketTap tap = new PacketTap()) {
            console.err().println("vip-agent: capturing; Ctrl-C ends it");
            while (left > 0 && !console.out().checkError()) {
                tap.next(this::frame);
            }
            return Console.DONE;
        } catch (NativeException e) {
            return console.failed("capture needs CAP_NET_RAW in this network namespace: " + e.getMessage());
        }
    }

    private void frame(int interfaceIndex, boolean outgoing, byte[] frame, int length) {
        String nic = interfaceNames.computeIfAbsent(interfaceIndex, CaptureCommand::interfaceName);
        if (left == 0 || !capture.interfaceName().map(nic::equals).orElse(true)) {
            return;
        }
        Dissector.dissect(frame, length).filter(filter::wants).ifPresent(dissection -> {
            Optional<String> name = dissection instanceof Dissection.Vrrp vrrp ? filter.name(vrrp) : Optional.empty();
            console.out()
                    .println(Instant.now().truncatedTo(ChronoUnit.MICROS) + "  " + nic
                            + (outgoing ? " out  " : " in   ") + CaptureText.of(dissection, name));
            left--;
        });
    }

    private static String interfaceName(int index) {
        try {
            NetworkInterface nic = NetworkInterface.getByIndex(index);
            return nic == null ? "if" + index : nic.getName();
        } catch (SocketException e) {
            return "if" + index;
        }
    }
}
