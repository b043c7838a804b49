package io.vipoperator.node.agent;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vipoperator.node.agent.cli.CommandLine;
import io.vipoperator.node.agent.cli.Commands;
import io.vipoperator.node.agent.cli.Console;
import io.vipoperator.node.agent.cli.Subcommand;
import io.vipoperator.node.net.NamespaceLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The entry point: reads the command line before anything is started. */
@QuarkusMain
public final class AgentMain {
    private static final int BAD_ARGUMENTS = 2;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private AgentMain() {}

    /**
     * Runs a command, and ends with its exit code. The agent ends with 0 after SIGTERM, with 2 if the arguments are wrong, with
     * 1 if it can't start. SIGTERM while it waits
     * for the port of another agent ends it as it ends any JVM, with 143: nothing has been started that could be stopped.
     */
    public static void main(String... arguments) {
        CommandLine command = CommandLine.parse(arguments);
        Console console = Console.ofProcess();
        Commands commands = new Commands(console, StateChecks::read, new NodeProbing(), version());
        if (!(command instanceof CommandLine.Run run)) {
            System.exit(commands.run(command));
        } else if (AgentArguments.of(run, console.environment()) instanceof AgentArguments.Wrong(var message)) {
            System.exit(commands.run(new CommandLine.Wrong(message, Subcommand.RUN.usage())));
        } else {
            run(arguments);
        }
    }

    /** Of the build; Quarkus, which isn't started for it, has the same one. */
    private static String version() {
        return Optional.ofNullable(AgentMain.class.getPackage().getImplementationVersion())
                .orElse("of a build that was not packaged");
    }

    private static void run(String... arguments) {
        waitForPort();
        Quarkus.run(AgentApplication.class, arguments);
    }

    /**
     * While another agent runs in this network namespace it has the port of the health endpoints, too: wait for both. A
     * port that somebody else has is Quarkus's to complain about.
     */
    private static void waitForPort() {
        String said = "";
        while (portIsTaken()) {
            try (NamespaceLock lock = new NamespaceLock()) {
                if (!(lock.tryAcquire() instanceof NamespaceLock.Attempt.HeldBy holder)) {
                    return;
                }
                String message = holder + "; waiting for its end";
                if (!message.equals(said)) {
                    System.err.println("vip-agent: " + message);
                    said = message;
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean portIsTaken() {
        String host = environment("VIP_AGENT_HTTP_HOST").orElse("127.0.0.1");
        String port = environment("VIP_AGENT_HTTP_PORT").orElse("9641");
        try (ServerSocket probe = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getByName(host))) {
            return !probe.isBound();
        } catch (IOException e) {
            return true;
        } catch (IllegalArgumentException e) {
            System.err.println("vip-agent: VIP_AGENT_HTTP_PORT: \"" + port + "\" must be a port, 0 to 65535");
            System.exit(BAD_ARGUMENTS);
            return true;
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
