package io.vipoperator.node.agent.cli;

/** Runs what was asked for, except the agent itself. */
public final class Commands {
    private final Console console;
    private final StateCheck reader;
    private final Probing probing;
    private final String version;

    /** With what the agent lends to its command line. */
    public Commands(Console console, StateCheck reader, Probing probing, String version) {
        this.console = console;
        this.reader = reader;
        this.probing = probing;
        this.version = version;
    }

    /**
     * Runs it to its end.
     *
     * @return the exit code: 0, 1 if it failed, 2 if it was asked for wrongly
     */
    public int run(CommandLine command) {
        int status = switch (command) {
            case CommandLine.Help(var text) -> say(text);
            case CommandLine.Version asked -> say("vip-agent " + version + "\n");
            case CommandLine.Wrong(var message, var usage) -> {
                console.err().println("vip-agent: " + message);
                console.err().print(usage);
                yield Console.MISUSED;
            }
            case CommandLine.Check check -> CheckCommand.run(check, console, reader, System.in);
            case CommandLine.Show show -> ShowCommand.run(show, console);
            case CommandLine.Watch watch -> WatchCommand.run(watch, console);
            case CommandLine.Announce announce -> AnnounceCommand.run(announce, console);
            case CommandLine.Capture capture -> CaptureCommand.run(capture, console);
            case CommandLine.Import asked -> ImportCommand.run(asked, console, System.in);
            case CommandLine.Probe asked -> ProbeCommand.run(asked, console, probing, System.in);
            case CommandLine.Run run -> throw new IllegalArgumentException("the agent is started by others");
        };
        console.out().flush();
        return status;
    }

    private int say(String text) {
        console.out().print(text);
        return Console.DONE;
    }
}
